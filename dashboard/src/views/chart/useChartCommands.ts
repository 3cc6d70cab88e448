import { useI18n } from 'vue-i18n'
import { CHART_STYLES } from '../../charts/chart-style.js'
import { indicatorName } from '../../charts/indicators/indicator.js'
import type { PageCommand } from '../../keys/page-command.js'
import { usePageCommands } from '../../keys/usePageCommands.js'
import { LAYOUTS, type Layout } from './chart-layout.js'
import { useChartSettings } from './chart-settings.js'
import type { ChartFile } from './save-chart.js'

/** What the palette can do to charts, and the keys of it. */
export function useChartCommands(act: {
  save(file: ChartFile): void
  arrange(layout: Layout): void
  promptInterval(): void
}): void {
  const { t } = useI18n()
  const settings = useChartSettings()
  const command = (id: string, text: string, run: () => void, keys?: string): PageCommand => ({
    id: `chart.${id}`,
    group: 'chart',
    text,
    also: `chart ${id}`,
    ...(keys === undefined ? {} : { keys }),
    run,
  })
  usePageCommands(() => [
    command('interval', t('chart.typeInterval'), act.promptInterval, ','),
    ...CHART_STYLES.map((style) =>
      command(`style.${style}`, t('chart.styleAs', { style: t(`chart.styles.${style}`) }), () => {
        settings.choose({ style })
      }),
    ),
    ...settings.indicators.map((indicator, place) => {
      const name = indicatorName(indicator)
      return command(`indicator.${place}`, t(indicator.isOn ? 'indicator.hide' : 'indicator.show', { name }), () => {
        const turned = { ...indicator, isOn: !indicator.isOn }
        settings.choose({ indicators: settings.indicators.map((known, at) => (at === place ? turned : known)) })
      })
    }),
    ...LAYOUTS.map((layout) =>
      command(`layout.${layout}`, t(`chart.layouts.${layout}`), () => {
        act.arrange(layout)
      }),
    ),
    command('save.png', t('chart.saves.png'), () => {
      act.save('png')
    }),
    command('save.csv', t('chart.saves.csv'), () => {
      act.save('csv')
    }),
  ])
}
