import type { BarInterval, BarItem } from '@tickwall/protocol'

const HEADS = ['openTime', 'open', 'high', 'low', 'close', 'volume', 'trades']

/** Bars as comma-separated values (RFC 4180) under a line of names, oldest first: times in ISO 8601 and UTC, figures digit for digit. */
export const barsCsv = (items: readonly BarItem[]): string =>
  [HEADS, ...items.map(([openTime, ...figures]) => [new Date(openTime).toISOString(), ...figures])]
    .map((line) => `${line.join(',')}\r\n`)
    .join('')

/** A name that every file system takes: `usdm-BTCUSDT-1m.csv`. */
export const csvName = (instrument: string, interval: BarInterval): string =>
  `${instrument.replace(/[^\w.-]+/g, '-')}-${interval}.csv`
