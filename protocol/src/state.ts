import type { SysState } from './sys-state.js'
import type { TopicKind } from './topic.js'

/** Prices, sizes and sums travel as decimal text: a JavaScript number would round them. */
export type DecimalText = string

/** The most decimals seen in an instrument's price and size texts; only grows, and travels before or with the values that need it. */
export interface InstrumentDecimals {
  readonly price: number
  readonly size: number
}

/** State of `quote/<instrument>`. A key is absent while its field was never set. Key order is `QUOTE_FIELDS`. */
export interface QuoteState {
  readonly last?: DecimalText
  readonly lastSize?: DecimalText
  readonly lastSide?: 'buy' | 'sell'
  readonly bid?: DecimalText
  readonly bidSize?: DecimalText
  readonly ask?: DecimalText
  readonly askSize?: DecimalText
  readonly open?: DecimalText
  readonly high?: DecimalText
  readonly low?: DecimalText
  readonly prevClose?: DecimalText
  readonly volume?: DecimalText
  readonly turnover?: DecimalText
  readonly trades?: number
  readonly tickAt?: number
  readonly quoteAt?: number
  readonly session?: number
  readonly decimals?: InstrumentDecimals
  readonly partial?: true
}
export const QUOTE_FIELDS = [
  'last',
  'lastSize',
  'lastSide',
  'bid',
  'bidSize',
  'ask',
  'askSize',
  'open',
  'high',
  'low',
  'prevClose',
  'volume',
  'turnover',
  'trades',
  'tickAt',
  'quoteAt',
  'session',
  'decimals',
  'partial',
] as const satisfies readonly (keyof QuoteState)[]
export type QuoteField = (typeof QUOTE_FIELDS)[number]

/** `[offset, time, price, size, side, id]`; its identity is the offset. */
export type TradeItem = readonly [
  offset: number,
  time: number,
  price: DecimalText,
  size: DecimalText,
  side: 'buy' | 'sell' | null,
  id: string | null,
]
/** State of `trades/<instrument>`: oldest first, at most `size` items. */
export interface TradesState {
  readonly items: readonly TradeItem[]
  readonly size: number
  /** In a delta only: items after the receiver's previous position that are no longer in the ring. */
  readonly lost?: number
}

/** `[openTime, open, high, low, close, volume, trades]`; its identity is `openTime` (ms). */
export type BarItem = readonly [
  openTime: number,
  open: DecimalText,
  high: DecimalText,
  low: DecimalText,
  close: DecimalText,
  volume: DecimalText,
  trades: number,
]
/** State of `bars/<instrument>/<interval>`: oldest first, the last one forming, at most `size` items. */
export interface BarsState {
  readonly items: readonly BarItem[]
  readonly size: number
}

/** `[second, avg, min, max]`; its identity is `second` (ms, a multiple of 1000). */
export type MetricItem = readonly [second: number, avg: number, min: number, max: number]
/** State of `metric/<host>/<name>`: `value`, `at`, `unit` in log order; min, max, avg, count of the newest second. */
export interface MetricState {
  readonly value?: number
  readonly at?: number
  readonly unit?: string
  readonly min?: number
  readonly max?: number
  readonly avg?: number
  readonly count?: number
  readonly items?: readonly MetricItem[]
  readonly size?: number
}
export const METRIC_FIELDS = ['value', 'at', 'unit', 'min', 'max', 'avg', 'count', 'items', 'size'] as const

/** Ring sizes; part of the epoch, because a ring's content depends on them. */
export const RING_SIZES = { trades: 200, bars: 500, metric: 600 } as const

export interface StateByKind {
  quote: QuoteState
  trades: TradesState
  bars: BarsState
  metric: MetricState
  sys: SysState
}
export type TopicState = StateByKind[TopicKind]

/** Absolute values of the fields that changed; `null` means the field ceased to exist. */
export type Changes = { readonly [field: string]: unknown }

/** Where a state stands in its log: `offset` is the partition's fold position (last folded, inclusive; -1 = none), compared only within one epoch. */
export interface Position {
  readonly epoch: string
  readonly offset: number
}
/** A topic that has no records yet. */
export const NO_POSITION: Position = { epoch: '', offset: -1 }
