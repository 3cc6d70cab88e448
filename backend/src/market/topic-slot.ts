import { BAR_INTERVALS, type Topic } from '@tickwall/protocol'
import type { Subject } from './claims.js'

export const QUOTE_SLOT = 0
export const TRADES_SLOT = 1
/** The first of the bars' slots, in the order of BAR_INTERVALS. */
export const BARS_SLOT = 2
export const METRIC_SLOT = 0

/** Which of its subject's folds a topic shows. */
export function slotOf(topic: Topic): number {
  switch (topic.kind) {
    case 'quote':
      return QUOTE_SLOT
    case 'trades':
      return TRADES_SLOT
    case 'bars':
      return BARS_SLOT + BAR_INTERVALS.indexOf(topic.interval)
    case 'metric':
    case 'sys':
      return METRIC_SLOT
  }
}

export function subjectOf(topic: Topic): Subject {
  switch (topic.kind) {
    case 'metric':
      return { kind: 'metric', host: topic.host, name: topic.name }
    // No log tells of the gateway itself: no record has a host without a name.
    case 'sys':
      return { kind: 'metric', host: '', name: topic.name }
    default:
      return { kind: 'instrument', instrument: topic.instrument }
  }
}

/** All topics of a subject. */
export function topicsOf(subject: Subject): Topic[] {
  if (subject.kind === 'metric') return [{ kind: 'metric', host: subject.host, name: subject.name }]
  const { instrument } = subject
  return [
    { kind: 'quote', instrument },
    { kind: 'trades', instrument },
    ...BAR_INTERVALS.map((interval) => ({ kind: 'bars', instrument, interval }) as const),
  ]
}
