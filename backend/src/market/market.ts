import { formatTopic, NO_POSITION, RING_SIZES, type Topic } from '@tickwall/protocol'
import { Subject as Stream, type Observable } from 'rxjs'
import type { LogName, PartitionId, PartitionStart, TickSink } from '../ingest/source.js'
import type { Tick } from '../ingest/tick.js'
import { Claims, subjectKey, type Subject } from './claims.js'
import type { FoldContext, RingSizes } from './fold-context.js'
import { noCounts, type FoldCounts } from './fold-counts.js'
import type { MarketStore, TopicHandle, TopicSummary } from './market-store.js'
import { PartitionFold } from './partition-fold.js'
import { ClaimedTopic } from './topic-handle.js'
import { TopicList } from './topic-list.js'
import { subjectOf } from './topic-slot.js'

export interface MarketOptions {
  /** SESSION_START in ms after midnight UTC, 0 to 86,399,999. */
  readonly sessionStartMs: number
  readonly ringSizes?: RingSizes
  /**
   * Whether gateways that fold the same log may have begun within the day, so that a position made elsewhere may stand for fewer
   * fields than here: then a resume is told all of them again. Default false.
   */
  readonly isHorizonNear?: boolean
  /** Its handles' refs are greater than this: of two markets of a process none may have one that the other has. Default 0. */
  readonly refsAfter?: number
}

/** Where a closed partition's topics stand: nowhere, which is NO_POSITION. */
const NOWHERE: PartitionStart = { epoch: NO_POSITION.epoch, horizon: NO_POSITION.offset + 1, horizonMs: null }

/**
 * All state of the process, folded from every open partition. What it holds depends on the logs alone (INV2): the two
 * streams only say that it is time to look.
 */
export class Market implements MarketStore, TickSink {
  readonly #context: FoldContext
  readonly #isHorizonNear: boolean
  readonly #partitions: Record<LogName, (PartitionFold | undefined)[]> = { ticks: [], metrics: [] }
  readonly #claims = new Map<string, Claims>()
  readonly #handles = new Map<string, ClaimedTopic>()
  readonly #list = new TopicList()
  readonly #turned = new Stream<void>()
  readonly #reset = new Stream<PartitionId>()
  #hasFolded = false
  #lastRef: number
  readonly turned$: Observable<void> = this.#turned.asObservable()
  readonly reset$: Observable<PartitionId> = this.#reset.asObservable()

  constructor({ sessionStartMs, ringSizes = RING_SIZES, isHorizonNear = false, refsAfter = 0 }: MarketOptions) {
    this.#lastRef = refsAfter
    this.#isHorizonNear = isHorizonNear
    this.#context = { sessionStartMs, ringSizes, counts: noCounts() }
  }

  /** Live counts of what the folds did not take over. */
  get counts(): Readonly<FoldCounts> {
    return this.#context.counts
  }

  /** A start equal to the present one goes on; any other discards the fold and begins anew. */
  open(id: PartitionId, start: PartitionStart): void {
    const fold = this.#find(id)
    if (fold === undefined) {
      this.#partitions[id.log][id.partition] = new PartitionFold(id, start, this.#context, (subject) => {
        this.#list.changed()
        return this.#claimsOf(subject)
      })
      return
    }
    const { epoch, horizon } = fold.log.start
    if (start.epoch === epoch && start.horizon === horizon) return
    this.#discard(fold, () => fold.log.restart(start))
  }

  close(id: PartitionId): void {
    const fold = this.#find(id)
    if (fold === undefined) return
    this.#partitions[id.log][id.partition] = undefined
    this.#discard(fold, () => fold.log.restart(NOWHERE))
  }

  /** Hot path. A tick of a partition that is not open is dropped. */
  fold(id: PartitionId, tick: Tick, offset: number, publishedAt: number, timestamp: number): void {
    const fold = this.#find(id)
    if (fold === undefined) return
    fold.fold(tick, offset, publishedAt, timestamp)
    this.#hasFolded = true
  }

  advance(id: PartitionId, offset: number): void {
    this.#find(id)?.log.moveTo(offset)
  }

  position(id: PartitionId): number | null {
    return this.#find(id)?.log.offset ?? null
  }

  turned(): void {
    if (!this.#hasFolded) return
    this.#hasFolded = false
    this.#turned.next()
  }

  handle(topic: Topic, name = formatTopic(topic)): TopicHandle {
    let handle = this.#handles.get(name)
    if (handle === undefined) {
      const claims = this.#claimsOf(subjectOf(topic))
      this.#lastRef += 1
      claims.handles += 1
      handle = new ClaimedTopic(topic, this.#lastRef, claims, this.#isHorizonNear)
      this.#handles.set(name, handle)
    }
    handle.holders += 1
    return handle
  }

  hold(handle: TopicHandle): boolean {
    if (!(handle instanceof ClaimedTopic) || !handle.isKnown) return false
    handle.holders += 1
    return true
  }

  release(handle: TopicHandle): void {
    if (!(handle instanceof ClaimedTopic) || handle.holders === 0) return
    handle.holders -= 1
    this.#dropIfIdle(handle)
  }

  partitionOf(epoch: string): { readonly id: PartitionId; readonly offset: number } | null {
    for (const fold of [...this.#partitions.ticks, ...this.#partitions.metrics]) {
      if (fold !== undefined && fold.log.start.epoch === epoch) return { id: fold.log.id, offset: fold.log.offset }
    }
    return null
  }

  topics(query: string, limit: number): readonly TopicSummary[] {
    return this.#list.find(this.#claims.values(), query, limit)
  }

  #find(id: PartitionId): PartitionFold | undefined {
    return this.#partitions[id.log][id.partition]
  }

  #claimsOf(subject: Subject): Claims {
    const key = subjectKey(subject)
    let claims = this.#claims.get(key)
    if (claims === undefined) this.#claims.set(key, (claims = new Claims(subject)))
    return claims
  }

  /** `reset$` fires while the topics still name the partition, already empty and at its new position. */
  #discard(fold: PartitionFold, restart: () => void): void {
    const discarded = fold.discard()
    restart()
    if (discarded.length > 0) this.#reset.next(fold.log.id)
    for (const { claimant, claims } of discarded) claims.leave(claimant)
    for (const handle of this.#handles.values()) this.#dropIfIdle(handle)
    for (const claims of this.#claims.values()) this.#forgetIfEmpty(claims)
    this.#list.changed()
  }

  #dropIfIdle(handle: ClaimedTopic): void {
    const { claims, holders, name } = handle
    if (holders > 0 || claims.owner !== null) return
    handle.isKnown = false
    this.#handles.delete(name)
    claims.handles -= 1
    this.#forgetIfEmpty(claims)
  }

  #forgetIfEmpty(claims: Claims): void {
    if (claims.owner === null && claims.handles === 0) this.#claims.delete(subjectKey(claims.subject))
  }
}
