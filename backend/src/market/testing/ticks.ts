import { type Decimal, parseDecimal } from '@tickwall/protocol'
import type { MetricTick, QuoteTick, TradeTick } from '../../ingest/tick.js'

export const decimal = (text: string): Decimal => {
  const parsed = parseDecimal(text)
  if (parsed === null) throw new Error(`not a decimal: ${text}`)
  return parsed
}

type Parts<Tick> = Partial<Omit<Tick, 'type' | 'price' | 'size' | 'bid' | 'bidSize' | 'ask' | 'askSize'>>

/** A trade of `size` at `price`, at a time of day; no side and no id unless given. */
export const trade = (price: string, size: string, time: number, parts: Parts<TradeTick> = {}): TradeTick => ({
  type: 'trade',
  instrument: 'x:A',
  side: null,
  id: null,
  ...parts,
  time,
  price: decimal(price),
  size: decimal(size),
})

export const quote = (
  [bid, bidSize]: readonly [string, string | null],
  [ask, askSize]: readonly [string, string | null],
  time: number,
  parts: Parts<QuoteTick> = {},
): QuoteTick => ({
  type: 'quote',
  instrument: 'x:A',
  ...parts,
  time,
  bid: decimal(bid),
  bidSize: bidSize === null ? null : decimal(bidSize),
  ask: decimal(ask),
  askSize: askSize === null ? null : decimal(askSize),
})

export const metric = (value: number, time: number, parts: Parts<MetricTick> = {}): MetricTick => ({
  type: 'metric',
  host: 'web-1',
  name: 'cpu',
  unit: null,
  ...parts,
  time,
  value,
})
