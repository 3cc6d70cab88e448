import type { BarInterval, BarItem } from '@tickwall/protocol'
import { zonedIso } from '../../charts/zone-offset.js'
import type { ZoneTimes } from '../../charts/zone-times.js'

const FIGURES = ['open', 'high', 'low', 'close', 'volume', 'trades']

const DECIMAL = /^-?\d+(\.\d+)?$/

/** Figures are decimals all along the way; what is none would be a formula to a spreadsheet, so it is made a text. */
const cell = (figure: string | number): string => {
  const text = String(figure)
  return DECIMAL.test(text) ? text : `"'${text.replaceAll('"', '""')}"`
}

/**
 * Bars as comma-separated values (RFC 4180) under a line of names, oldest first: times in ISO 8601 with the offset of the zone that the first name
 * tells, figures digit for digit.
 */
export function barsCsv(items: readonly BarItem[], { zone, name }: Pick<ZoneTimes, 'zone' | 'name'>): string {
  const lines = items.map(([openTime, ...figures]) => [zonedIso(openTime, zone), ...figures.map(cell)])
  return [[`openTime (${name})`, ...FIGURES], ...lines].map((line) => `${line.join(',')}\r\n`).join('')
}

/** A name that every file system takes: `usdm-BTCUSDT-1m.csv`. */
export const fileName = (instrument: string, interval: BarInterval, extension: 'csv' | 'png'): string =>
  `${instrument.replace(/[^\w.-]+/g, '-')}-${interval}.${extension}`
