import type { Position, Rate, RejectedTopic, StateByKind, TopicKind } from '@tickwall/protocol'
import type { Sparkline } from './sparkline.js'

/** Which way a quote's `last` went when it last changed. */
export type Direction = 'up' | 'down' | 'same'

/** `waiting`: no snapshot yet; `catchingUp`: resumed, the first delta is under way; `denied`: the server refused the topic. */
export type TopicStage = 'waiting' | 'current' | 'catchingUp' | 'denied'

/** Decimal places that mean something in an instrument's prices and sizes; they only grow. */
export interface Places {
  readonly price: number
  readonly size: number
}

/** What the page knows of one topic, immutable: a change makes a new view. Times are ms of the server's clock. */
export interface TopicView<K extends TopicKind = TopicKind> {
  readonly topic: string
  readonly kind: K
  readonly stage: TopicStage
  /** Empty (`{}`, or no items) before the first snapshot; kept while the link is away. */
  readonly state: StateByKind[K]
  /** Null before the first snapshot. */
  readonly position: Position | null
  /** When content last came, null before the first. */
  readonly receivedAtMs: number | null
  /** When the topic last changed: the arrival of a change, or the event time that a snapshot or a catch-up tells. */
  readonly changedAtMs: number | null
  /** The newest content arrived as it happened: it is no snapshot, no catch-up and nothing of an earlier visit. Only news may light up. */
  readonly isNews: boolean
  /** Grows with every change of this view. */
  readonly version: number
  /** Why the server refused the topic, or null. */
  readonly denied: RejectedTopic | null
  /** The rate that a `degraded` notice lowered this topic to, in Hz, or null. */
  readonly degradedHz: Rate | null
  /** When what was held became void and was replaced, or null: a hole in the history. */
  readonly gapAtMs: number | null
  /** Trades that fell out of the server's ring before they could be received, since the last snapshot. */
  readonly lost: number
  /** Median of the last 32 gaps between changes, at least 1,000 ms. */
  readonly expectedIntervalMs: number
  /** For quotes: where `last` went; `same` for other kinds. */
  readonly direction: Direction
  readonly places: Places
  /** Recent `last` values of a quote, filled in place; null for other kinds. */
  readonly sparkline: Sparkline | null
}
