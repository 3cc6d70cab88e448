import { RATE_LADDER, type Rate } from '@tickwall/protocol'
import { Subject, type Observable } from 'rxjs'
import type { Clock, Stop } from './clock.js'
import { fastestOf } from './fastest.js'
import type { FrameNumbers } from './frame-numbers.js'

/** One flush: the lanes of every due rate sample the same fold positions. */
export interface Flush {
  readonly n: number
  /** Wall clock, ms: what frames carry. */
  readonly ts: number
  /** When it should have begun, ms of the monotonic clock. */
  readonly dueMs: number
  /** When it began, ms of the monotonic clock: no frame of it was written before. */
  readonly beganMs: number
  isDue(rate: Rate): boolean
}

const BASE_HZ = RATE_LADDER[0]
const BASE_MS = 1000 / BASE_HZ
const baseTicksOf = (rate: Exclude<Rate, 'raw'>): number => Math.round(BASE_HZ / rate)

/**
 * A flush clock. A flush begins in one turn: first `flush$` of each due rate (lanes make their segments), then `flushed$`
 * (frames are composed and written), so that all segments of a flush stand at one fold position (INV2). Writing to
 * thousands of sockets takes several turns: until `release`, what comes due meanwhile is put off and then done at once.
 */
export class FlushClock {
  readonly #clock: Clock
  readonly #numbers: FrameNumbers
  readonly #phaseMs: number
  readonly #rates = new Map<Rate, Subject<Flush>>()
  readonly #flushed = new Subject<Flush>()
  /** Base ticks up to the last flush. */
  #tick = 0
  #raw: 'idle' | 'scheduled' | 'owed' = 'idle'
  #isHeld = false
  #isBeatOwed = false
  #stop: Stop | null = null

  /** Fires after the lanes of a flush have made their segments. */
  readonly flushed$: Observable<Flush> = this.#flushed.asObservable()

  /** Beats come `phaseMs` after each multiple of the fastest rate's interval. */
  constructor(clock: Clock, numbers: FrameNumbers, phaseMs: number) {
    this.#clock = clock
    this.#numbers = numbers
    this.#phaseMs = phaseMs
    for (const rate of [...RATE_LADDER, 'raw'] as const) this.#rates.set(rate, new Subject())
  }

  /** Flushes at which a rate is due; throws for a rate that is not on the ladder (a broken invariant). */
  flush$(rate: Rate): Observable<Flush> {
    const subject = this.#rates.get(rate)
    if (subject === undefined) throw new Error(`rate ${rate} is not on the ladder`)
    return subject
  }

  /** The fastest rate that anybody is flushed at, `raw` being faster than all others; null when nobody is. */
  get fastest(): Rate | null {
    return fastestOf([...this.#rates].map(([rate, { observed }]) => (observed ? rate : null)))
  }

  start(): void {
    if (this.#stop !== null) return
    this.#tick = this.#tickAt(this.#clock.monotonicMs())
    this.#schedule()
  }

  stop(): void {
    this.#stop?.()
    this.#stop = null
  }

  /** A flush goes on beyond its turn: no other begins until `release`. */
  hold(): void {
    this.#isHeld = true
  }

  release(): void {
    this.#isHeld = false
    if (this.#isBeatOwed) this.#clock.soon(() => this.#beat())
    if (this.#raw === 'owed') {
      this.#raw = 'idle'
      this.turned()
    }
  }

  /** Something was folded: raw lanes flush at the end of this turn, however often this is called in it. */
  turned(): void {
    if (this.#raw !== 'idle' || !this.#rates.get('raw')?.observed) return
    this.#raw = 'scheduled'
    const dueMs = this.#clock.monotonicMs()
    this.#clock.soon(() => {
      this.#raw = this.#isHeld ? 'owed' : 'idle'
      if (!this.#isHeld) this.#run(dueMs, (rate) => rate === 'raw')
    })
  }

  /** Timers fire late and never twice: a beat makes up for those that were missed, and the next one is on time again. */
  #schedule(): void {
    const dueMs = this.#dueMs(this.#tick + 1)
    this.#stop = this.#clock.after(Math.max(0, dueMs - this.#clock.monotonicMs()), () => this.#beat())
  }

  #beat(): void {
    if (this.#stop === null) return
    this.#isBeatOwed = this.#isHeld
    if (this.#isHeld) return
    const before = this.#tick
    // A timer of whole milliseconds may fire a fraction early.
    const tick = (this.#tick = Math.max(before + 1, this.#tickAt(this.#clock.monotonicMs())))
    this.#schedule()
    this.#run(this.#dueMs(before + 1), (rate) => {
      if (rate === 'raw') return false
      const ticks = baseTicksOf(rate)
      return Math.floor(tick / ticks) > Math.floor(before / ticks)
    })
  }

  #run(dueMs: number, isDue: (rate: Rate) => boolean): void {
    const clock = this.#clock
    const flush = { n: this.#numbers.next(), ts: clock.nowMs(), dueMs, beganMs: clock.monotonicMs(), isDue }
    for (const [rate, subject] of this.#rates) if (subject.observed && isDue(rate)) subject.next(flush)
    this.#flushed.next(flush)
  }

  #tickAt(monotonicMs: number): number {
    return Math.floor((monotonicMs - this.#phaseMs) / BASE_MS)
  }

  #dueMs(tick: number): number {
    return tick * BASE_MS + this.#phaseMs
  }
}
