import { useI18n } from 'vue-i18n'
import { splitInstrument } from '../figures/instrument-name.js'
import type { Panel } from './layout/board.js'
import { isMetricKind } from './panels/chosen-metric.js'

/** What a panel is called where it cannot be seen: its kind, and what it is about. */
export function usePanelName(): (panel: Panel) => string {
  const { t } = useI18n()
  const about = (panel: Panel): string => {
    switch (panel.kind) {
      case 'quote':
      case 'chart':
      case 'trades':
        return splitInstrument(panel.config.instrument).symbol
      case 'metric':
      case 'gauge':
      case 'timeline': {
        const { metric } = panel.config
        return isMetricKind(metric) ? t(`wall.${metric}`) : metric.slice(metric.lastIndexOf('/') + 1)
      }
      case 'clock':
        return panel.config.name || panel.config.zone
      default:
        return ''
    }
  }
  return (panel) => [t(`boards.kind.${panel.kind}`), about(panel)].filter((part) => part !== '').join(' ')
}
