import type { Decimal } from '@tickwall/protocol'

/** A checked record. `time` is the event time in ms, never absent: the record's own timestamp stands in. */
export interface TradeTick {
  readonly type: 'trade'
  readonly instrument: string
  readonly time: number
  readonly price: Decimal
  readonly size: Decimal
  readonly side: 'buy' | 'sell' | null
  readonly id: string | null
}
export interface QuoteTick {
  readonly type: 'quote'
  readonly instrument: string
  readonly time: number
  readonly bid: Decimal
  readonly bidSize: Decimal | null
  readonly ask: Decimal
  readonly askSize: Decimal | null
}
export interface MetricTick {
  readonly type: 'metric'
  readonly host: string
  readonly name: string
  readonly unit: string | null
  readonly time: number
  readonly value: number
}
export type Tick = TradeTick | QuoteTick | MetricTick
