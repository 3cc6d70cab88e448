import { formatTopic, NO_POSITION, type Changes, type Position, type Topic, type TopicState } from '@tickwall/protocol'
import type { PartitionId } from '../ingest/source.js'
import type { Claimant } from './claimant.js'
import type { Claims } from './claims.js'
import type { TopicHandle } from './market-store.js'
import type { TopicFold } from './topic-fold.js'
import { slotOf } from './topic-slot.js'

/** A topic as its present owner folds it; every answer is asked of the fold, so that nothing can be stale. */
export class ClaimedTopic implements TopicHandle {
  readonly topic: Topic
  readonly name: string
  readonly ref: number
  readonly claims: Claims
  /** Counted by its market. */
  holders = 0
  /** Its market knows it: else it is nobody's, and its name has another handle by now. */
  isKnown = true
  readonly #slot: number
  readonly #isHorizonNear: boolean
  #foldedBy: Claimant | null = null
  #ownFold: TopicFold | null = null

  /** `isHorizonNear`: a foreign position may stand for fewer fields than are held here. */
  constructor(topic: Topic, ref: number, claims: Claims, isHorizonNear: boolean) {
    this.#isHorizonNear = isHorizonNear
    this.topic = topic
    this.name = formatTopic(topic)
    this.ref = ref
    this.claims = claims
    this.#slot = slotOf(topic)
  }

  get partition(): PartitionId | null {
    return this.claims.owner?.log.id ?? null
  }

  position(): Position {
    return this.claims.owner?.log.position ?? NO_POSITION
  }

  changedSince(offset: number): boolean {
    const owner = this.claims.owner
    const fold = this.#fold
    // Below the floor only a snapshot tells what changed.
    return owner !== null && fold !== null && (fold.version > offset || offset < owner.floor)
  }

  follow(touched: () => void): () => void {
    return this.claims.follow(touched)
  }

  publishedAt(): number {
    return this.#fold?.publishedAt ?? 0
  }

  state(): TopicState | Record<string, never> {
    return this.#fold?.state() ?? {}
  }

  changesSince(offset: number, foreign = false): Changes | null {
    return this.#fold?.changesSince(offset, foreign && this.#isHorizonNear) ?? null
  }

  answers(offset: number, foreign: boolean): boolean {
    const owner = this.claims.owner
    return owner !== null && offset >= owner.floor && this.#fold?.answers(offset, foreign) === true
  }

  /** Known once for each owner: to ask it anew is two looks into the memory's depth, of the dozen that a topic of a crowd costs. */
  get #fold(): TopicFold | null {
    const { owner } = this.claims
    if (owner !== this.#foldedBy) {
      this.#foldedBy = owner
      this.#ownFold = owner?.fold(this.#slot) ?? null
    }
    return owner === null || owner.isBlank ? null : this.#ownFold
  }
}
