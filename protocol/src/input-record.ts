/** The public input contract: JSON values of the Kafka topics `ticks` (key = instrument) and `metrics` (key = host). */
export interface TradeRecord {
  readonly type: 'trade'
  readonly instrument: string
  readonly time?: number | null
  readonly price: string
  readonly size: string
  readonly side?: 'buy' | 'sell' | null
  readonly id?: string | null
}
export interface QuoteRecord {
  readonly type: 'quote'
  readonly instrument: string
  readonly time?: number | null
  readonly bid: string
  readonly bidSize?: string | null
  readonly ask: string
  readonly askSize?: string | null
}
export interface MetricRecord {
  readonly type: 'metric'
  readonly host: string
  readonly name: string
  readonly unit?: string | null
  readonly time?: number | null
  readonly value: number
}
export type InputRecord = TradeRecord | QuoteRecord | MetricRecord
