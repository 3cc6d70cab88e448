import type { GatewayState, MetricState, QuoteState, TopicKind, TradesState } from '@tickwall/protocol'

/**
 * Newest event time that a state tells, in ms: the later of `tickAt` and `quoteAt`, the last trade's or the metric's time.
 * Null for bars, which tell only when a bar began, and before the first record.
 */
export function eventTimeOf(kind: TopicKind, state: object): number | null {
  switch (kind) {
    case 'quote': {
      const { tickAt, quoteAt } = state as QuoteState
      if (tickAt === undefined) return quoteAt ?? null
      return quoteAt === undefined ? tickAt : Math.max(tickAt, quoteAt)
    }
    case 'trades':
      // Of an instrument without records the state is empty, without a list of trades.
      return (state as Partial<TradesState>).items?.at(-1)?.[1] ?? null
    case 'metric':
      return (state as MetricState).at ?? null
    case 'sys':
      return (state as Partial<GatewayState>).sampledAt ?? null
    case 'bars':
      return null
  }
}
