import type { MetricState, QuoteState, TradesState } from '@tickwall/protocol'
import type { TopicView } from './topic-view.js'

/**
 * Newest event time that a view's state tells, in ms: the later of `tickAt` and `quoteAt`, the last trade's or the metric's time.
 * Null for bars, which tell only when a bar began, and before the first record.
 */
export function eventAtMs(view: TopicView): number | null {
  switch (view.kind) {
    case 'quote': {
      const { tickAt, quoteAt } = view.state as QuoteState
      if (tickAt === undefined) return quoteAt ?? null
      return quoteAt === undefined ? tickAt : Math.max(tickAt, quoteAt)
    }
    case 'trades':
      return (view.state as TradesState).items.at(-1)?.[1] ?? null
    case 'metric':
      return (view.state as MetricState).at ?? null
    case 'bars':
      return null
  }
}
