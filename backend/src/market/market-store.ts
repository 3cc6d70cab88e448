import type { Changes, Position, Topic, TopicState } from '@tickwall/protocol'
import type { Observable } from 'rxjs'
import type { PartitionId } from '../ingest/source.js'

/**
 * One subscribable topic of this process. The handle stays the same object while its state comes into being,
 * changes its epoch or moves to another partition.
 */
export interface TopicHandle {
  readonly topic: Topic
  /** Canonical spelling. */
  readonly name: string
  /** The server's short name: the same for all connections, never reused while the process lives. */
  readonly ref: number
  /** The partition that folds it, or null while it has no records. */
  readonly partition: PartitionId | null
  /** Fold position of its partition under its epoch; NO_POSITION while it has no records. */
  position(): Position
  /** Whether a field changed after `offset`. Hot: asked once a lane and flush. */
  changedSince(offset: number): boolean
  /**
   * Calls back whenever a record of its subject was folded or its partition changed: never less often than it changes. Called on
   * the hot path: must be quick and must not throw. @returns ends it
   */
  follow(touched: () => void): () => void
  /** When the newest record that changed it was published, ms; 0 while it has none. */
  publishedAt(): number
  /** The whole state, keys in protocol order; `{}` while it has no records. The caller must not keep or change it. */
  state(): TopicState | Record<string, never>
  /**
   * Fields whose version is greater than `offset` (INV3), or null when nothing changed.
   * Only for offsets that `answers(offset)` accepts. `foreign`: the position was not made by this process, so the receiver may
   * hold less than this state did there; where that can be, every field is told again, of a list only what changed. Default false.
   */
  changesSince(offset: number, foreign?: boolean): Changes | null
  /**
   * Whether a delta from `offset` (of the current epoch) is possible: not older than where the fold began
   * nor than what a ring can count. `foreign` is true when the position was not made by this process, so that
   * a state which may hold less than another gateway's (partial) must answer no.
   */
  answers(offset: number, foreign: boolean): boolean
}

export interface TopicSummary {
  readonly topic: string
  readonly kind: Topic['kind']
  readonly unit?: string
}

/** What lanes, sessions and endpoints read. Nothing here changes the market. */
export interface MarketStore {
  /**
   * The handle of a topic, made on first use. Handles without state are dropped by `release` when nobody holds them.
   * `name` is the topic's canonical spelling, for who has it at hand.
   */
  handle(topic: Topic, name?: string): TopicHandle
  /** Holds a handle of this store once more; false where nobody held it any more, and its topic may have another one by now. */
  hold(handle: TopicHandle): boolean
  /** Tells that one holder of the handle is gone. */
  release(handle: TopicHandle): void
  /** The open partition whose epoch this is and its fold position, or null: tells a lagging gateway from a void position. */
  partitionOf(epoch: string): { readonly id: PartitionId; readonly offset: number } | null
  /** Topics that have records and match, in canonical order; `query` is a case-insensitive substring. */
  topics(query: string, limit: number): readonly TopicSummary[]
  /** Fires after each ingest turn that folded something. */
  readonly turned$: Observable<void>
  /** Fires when a partition's fold was discarded and begun anew (epoch change, out-of-range, log truncated). */
  readonly reset$: Observable<PartitionId>
}
