import { RATE_LADDER, type Rate } from '@tickwall/protocol'
import type { Observable } from 'rxjs'
import type { MarketStore, TopicHandle } from '../market/market-store.js'
import { ChangedFlushes } from './changed-flushes.js'
import type { Clock } from './clock.js'
import { FlushClock, type Flush } from './flush-clock.js'
import { FrameNumbers } from './frame-numbers.js'
import { Lane } from './lane.js'
import { PartCache } from './own-parts.js'

export interface LanesOptions {
  readonly store: MarketStore
  readonly clock: Clock
  /** Of all lanes of a process; default: their own. */
  readonly numbers?: FrameNumbers
  /** Of all lanes of a store; default: their own. */
  readonly parts?: PartCache
  /** When their flushes come, ms after each multiple of the fastest rate's interval; default 0. */
  readonly phaseMs?: number
}

const RATES: readonly Rate[] = [...RATE_LADDER, 'raw']

/** The lanes of one flush clock: one per (topic, rate), made when somebody needs it, gone when nobody does. */
export class Lanes {
  readonly store: MarketStore
  readonly parts: PartCache
  readonly #clock: FlushClock
  readonly #raw: ChangedFlushes
  readonly #numbers: FrameNumbers
  /** By topic and rate as one number: of a crowd that comes back a hundred thousand are looked up. */
  readonly #lanes = new Map<number, Lane>()
  readonly #unfollow: () => void
  #ids = 0
  /** Segments encoded since start: 1 per topic, rate, flush and codec, however many share it. */
  encodes = 0
  #encodedAt: number | null = null

  constructor({ store, clock, numbers = new FrameNumbers(), parts = new PartCache(), phaseMs = 0 }: LanesOptions) {
    this.store = store
    this.parts = parts
    this.#numbers = numbers
    this.#clock = new FlushClock(clock, numbers, phaseMs)
    this.#raw = new ChangedFlushes(this.#clock.flush$('raw'))
    const following = store.turned$.subscribe(() => this.#clock.turned())
    this.#unfollow = () => following.unsubscribe()
  }

  /** The lane of a topic at a granted rate: the same object until its last subscriber is gone. */
  lane(handle: TopicHandle, rate: Rate): Lane {
    const place = handle.ref * RATES.length + RATES.indexOf(rate)
    return this.#lanes.get(place) ?? this.#open(place, handle, rate)
  }

  #open(place: number, handle: TopicHandle, rate: Rate): Lane {
    const flush$ = rate === 'raw' ? this.#raw.of(handle) : this.#clock.flush$(rate)
    const identity = { id: ++this.#ids, handle, rate, parts: this.parts }
    const lane = new Lane(identity, flush$, {
      encoded: (at) => {
        this.encodes++
        this.#encodedAt = at
      },
      idle: () => this.#lanes.delete(place),
    })
    this.#lanes.set(place, lane)
    return lane
  }

  /** Lanes that exist now. */
  get size(): number {
    return this.#lanes.size
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
