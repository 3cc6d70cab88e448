import type { QuoteRecord, TradeRecord } from '@tickwall/protocol'

/** An input record of the simulated market; its event time is always there. */
export type SimulatedTick = (TradeRecord | QuoteRecord) & { readonly time: number }
