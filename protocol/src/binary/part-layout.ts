import type { MetricState, QuoteField } from '../state.js'

/** Tags of `Frame` in proto/tickwall/v1/frame.proto: field number * 8 + wire type. */
export const FRAME_TAGS = { n: 0x08, prev: 0x10, ts: 0x18, at: 0x20, snapshots: 0x2a, deltas: 0x32 } as const

/** Tags of `Part`. */
export const PART_TAGS = {
  ref: 0x08,
  offset: 0x10,
  epoch: 0x1a,
  quote: 0x22,
  trades: 0x2a,
  bars: 0x32,
  seconds: 0x3a,
  points: 0x42,
  value: 0x49,
  at: 0x50,
  unit: 0x5a,
  min: 0x61,
  max: 0x69,
  avg: 0x71,
  count: 0x78,
  size: 0x80,
  lost: 0x88,
  removed: 0x92,
  textFields: 0x9a,
  texts: 0xa2,
  more: 0xaa,
} as const

/** `Part.Field`: the bits of a row's presence. */
export const BIT = {
  last: 0,
  lastSize: 1,
  lastSide: 2,
  sell: 3,
  bid: 4,
  bidSize: 5,
  ask: 6,
  askSize: 7,
  tickAt: 8,
  volume: 9,
  turnover: 10,
  places: 11,
  trades: 12,
  quoteAt: 13,
  high: 14,
  low: 15,
  open: 16,
  prevClose: 17,
  session: 18,
  decimals: 19,
  partial: 20,
} as const satisfies { readonly [field in QuoteField | 'sell' | 'places']: number }

/** `Part.Field` from 32 on: fields that can be removed and are in no row. */
export const REMOVABLE = {
  value: 32,
  at: 33,
  unit: 34,
  min: 35,
  max: 36,
  avg: 37,
  count: 38,
  items: 39,
  size: 40,
} as const satisfies { readonly [field in keyof MetricState]: number }

/** How a bit's number is to be read. `buy`, `sell` and `isTrue` have none. */
export type RowValue =
  'price' | 'size' | 'time' | 'count' | 'volume' | 'turnover' | 'decimals' | 'places' | 'buy' | 'sell' | 'isTrue'

/** What each bit of a quote's presence means; the index is the bit. */
export const ROW: readonly { readonly field: QuoteField | 'places'; readonly value: RowValue }[] = [
  { field: 'last', value: 'price' },
  { field: 'lastSize', value: 'size' },
  { field: 'lastSide', value: 'buy' },
  { field: 'lastSide', value: 'sell' },
  { field: 'bid', value: 'price' },
  { field: 'bidSize', value: 'size' },
  { field: 'ask', value: 'price' },
  { field: 'askSize', value: 'size' },
  { field: 'tickAt', value: 'time' },
  { field: 'volume', value: 'volume' },
  { field: 'turnover', value: 'turnover' },
  { field: 'places', value: 'places' },
  { field: 'trades', value: 'count' },
  { field: 'quoteAt', value: 'time' },
  { field: 'high', value: 'price' },
  { field: 'low', value: 'price' },
  { field: 'open', value: 'price' },
  { field: 'prevClose', value: 'price' },
  { field: 'session', value: 'time' },
  { field: 'decimals', value: 'decimals' },
  { field: 'partial', value: 'isTrue' },
]

/** The scales take the bits below. */
export const PRESENCE_SHIFT = 10
/** Largest scale that a shape can say. */
export const MAX_SCALE = 15
/** Two numbers of decimals in one value. */
export const PAIR = 32

/** Bits of the marks of an item. */
export const TRADE_MARKS = { sides: 0b11, idShift: 2, idNumber: 1, idText: 2, priceText: 0x10, sizeText: 0x20 } as const
export const BAR_TEXTS = { volume: 0x10 } as const
