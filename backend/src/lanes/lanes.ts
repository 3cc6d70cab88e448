import type { Rate } from '@tickwall/protocol'
import type { Observable } from 'rxjs'
import type { MarketStore, TopicHandle } from '../market/market-store.js'
import { ChangedFlushes } from './changed-flushes.js'
import type { Clock } from './clock.js'
import { FlushClock, type Flush } from './flush-clock.js'
import { FrameNumbers } from './frame-numbers.js'
import { Lane } from './lane.js'

/** The lanes of one flush clock: one per (topic, rate), made when somebody needs it, gone when nobody does. */
export class Lanes {
  readonly #clock: FlushClock
  readonly #raw: ChangedFlushes
  readonly #numbers: FrameNumbers
  /** Of each topic, at most one a rate: nearly always one or two. */
  readonly #lanes = new Map<TopicHandle, Lane[]>()
  readonly #unfollow: () => void
  #ids = 0
  /** Segments encoded since start: 1 per topic, rate, flush and codec, however many share it. */
  encodes = 0
  #encodedAt: number | null = null

  constructor(
    readonly store: MarketStore,
    clock: Clock,
    numbers: FrameNumbers = new FrameNumbers(),
    phaseMs = 0,
  ) {
    this.#numbers = numbers
    this.#clock = new FlushClock(clock, numbers, phaseMs)
    this.#raw = new ChangedFlushes(this.#clock.flush$('raw'))
    const following = store.turned$.subscribe(() => this.#clock.turned())
    this.#unfollow = () => following.unsubscribe()
  }

  /** The lane of a topic at a granted rate: the same object until its last subscriber is gone. */
  lane(handle: TopicHandle, rate: Rate): Lane {
    let ofTopic = this.#lanes.get(handle)
    if (ofTopic === undefined) this.#lanes.set(handle, (ofTopic = []))
    for (const lane of ofTopic) if (lane.rate === rate) return lane
    const flush$ = rate === 'raw' ? this.#raw.of(handle) : this.#clock.flush$(rate)
    const lane = new Lane(++this.#ids, handle, rate, flush$, {
      encoded: (at) => {
        this.encodes++
        this.#encodedAt = at
      },
      idle: () => this.#drop(lane),
    })
    ofTopic.push(lane)
    return lane
  }

  #drop(lane: Lane): void {
    const left = (this.#lanes.get(lane.handle) ?? []).filter((other) => other !== lane)
    if (left.length === 0) this.#lanes.delete(lane.handle)
    else this.#lanes.set(lane.handle, left)
  }

  /** Lanes that exist now. */
  get size(): number {
    let size = 0
    for (const { length } of this.#lanes.values()) size += length
    return size
  }

  /** The fastest rate of these lanes, `raw` being faster than all others; null when there are none. */
  get fastest(): Rate | null {
    return this.#clock.fastest
  }

  /** Fires when the lanes of a flush have made their segments: the time to compose and write frames. */
  get flushed$(): Observable<Flush> {
    return this.#clock.flushed$
  }

  /** When the newest record of the segment that was encoded last was published, ms; null when none was since the last call. */
  takeEncodedAt(): number | null {
    const at = this.#encodedAt
    this.#encodedAt = null
    return at
  }

  nextN(): number {
    return this.#numbers.next()
  }

  /** Begins to flush. Idempotent. */
  start(): void {
    this.#clock.start()
  }

  /** The frames of this flush are not all written yet: no other flush begins until `release`. */
  hold(): void {
    this.#clock.hold()
  }

  release(): void {
    this.#clock.release()
  }

  stop(): void {
    this.#clock.stop()
    this.#unfollow()
  }
}
