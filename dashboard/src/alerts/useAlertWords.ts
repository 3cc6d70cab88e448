import { useI18n } from 'vue-i18n'
import { splitInstrument } from '../figures/instrument-name.js'
import { useFormats } from '../figures/useFormats.js'
import type { AlertCondition, AlertEvent } from './alert-rule.js'

/** Most decimals of a level or a value that are worth reading. */
const PLACES = 8

/** Rules and alerts in the viewer's language. */
export function useAlertWords(): {
  /** What a rule watches for, as a sentence. */
  sayCondition(condition: AlertCondition): string
  /** What was seen, with its unit. */
  sayValue(event: AlertEvent): string
} {
  const { t } = useI18n()
  const formats = useFormats()
  const number = (value: number) => formats.value.number(value, PLACES)
  const percent = (value: number) => `${formats.value.number(value, 2)}${t('alerts.unit.percent')}`
  const times = (value: number) => `${formats.value.number(value, 1)}${t('alerts.unit.times')}`
  const ms = (value: number) => `${formats.value.number(value, 0)} ${t('alerts.unit.ms')}`
  const span = (value: number) => formats.value.age(value)
  const symbol = (instrument: string) => splitInstrument(instrument).symbol

  return {
    sayCondition(condition) {
      switch (condition.type) {
        case 'crosses':
          return t('alerts.says.crosses', {
            what: symbol(condition.instrument),
            value: number(condition.level),
            way: t(`alerts.way.${condition.direction}`),
          })
        case 'move':
          return t('alerts.says.move', {
            what: symbol(condition.instrument),
            value: percent(condition.percent),
            way: t(`alerts.moves.${condition.direction}`),
            span: span(condition.windowMs),
          })
        case 'volume':
          return t('alerts.says.volume', {
            what: symbol(condition.instrument),
            value: times(condition.factor),
            span: span(condition.windowMs),
          })
        case 'metric':
          return t('alerts.says.metric', {
            what: condition.topic,
            value: number(condition.level),
            way: t(`alerts.sides.${condition.side}`),
            span: span(condition.forMs),
          })
        case 'stale':
          return t('alerts.says.stale', { what: condition.topic, span: span(condition.afterMs) })
        case 'lag':
          return t('alerts.says.lag', { value: ms(condition.aboveMs), span: span(condition.forMs) })
        case 'gap':
          return t('alerts.says.gap')
      }
    },
    sayValue({ condition, value }) {
      switch (condition.type) {
        case 'crosses':
        case 'metric':
          return number(value)
        case 'move':
          return percent(value)
        case 'volume':
          return times(value)
        case 'stale':
          return span(value)
        case 'lag':
          return ms(value)
        case 'gap':
          return formats.value.count(value)
      }
    },
  }
}
