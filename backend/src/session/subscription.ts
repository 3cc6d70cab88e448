import type { Position, Rate } from '@tickwall/protocol'
import type { Lane } from '../lanes/lane.js'

/** Where a subscriber stands with one topic (protocol: in step, or not). */
export type Standing =
  /** At its lane's last sent position: the shared segment fits. */
  | { readonly standing: 'inStep' }
  /** Holds the state at `position`: is owed a personal delta from there. */
  | { readonly standing: 'at'; readonly position: Position }
  /** Resumed at `position`: is owed a delta at once, even an empty one, which says "caught up". */
  | { readonly standing: 'resuming'; readonly position: Position }
  /** Holds a state this gateway has not folded yet: gets nothing until the fold is there, for state never goes back. */
  | { readonly standing: 'ahead'; readonly position: Position; readonly sinceMs: number; readonly isTold: boolean }
  /** Holds nothing valid: is owed a snapshot. */
  | { readonly standing: 'owed' }

export const IN_STEP: Standing = { standing: 'inStep' }
export const OWED: Standing = { standing: 'owed' }

/** One topic of one session. `spelling` is the topic as the client wrote it: answers use it (notices the canonical one). */
export interface Subscription {
  readonly spelling: string
  /** What was granted, where the lane is slower for a client that cannot keep up; null: the lane's rate. */
  asked: Rate | null
  lane: Lane
  standing: Standing
}
