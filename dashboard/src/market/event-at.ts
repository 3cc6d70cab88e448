import { eventTimeOf } from '../link/event-time.js'
import type { TopicView } from './topic-view.js'

/** Newest event time that a view's state tells, in ms; null for bars, which tell only when a bar began, and before the first record. */
export const eventAtMs = ({ kind, state }: TopicView): number | null => eventTimeOf(kind, state)
