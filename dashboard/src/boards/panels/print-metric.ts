import type { Formats } from '../../figures/formats.js'
import type { MetricUnit } from './metric-panels.js'

/** A metric's value with its unit, as short as it can be read from afar. */
export function printMetric(value: number, unit: MetricUnit, formats: Formats): string {
  switch (unit) {
    case 'percent':
      return `${formats.number(value, value < 9.95 ? 1 : 0)}%`
    case 'ms':
      return `${formats.number(value, value < 9.95 ? 1 : 0)} ms`
    case 'bytesPerSecond':
      return `${formats.bytes(value)}/s`
    case 'bytes':
      return formats.bytes(value)
    case 'number':
      return formats.number(value, 2)
  }
}
