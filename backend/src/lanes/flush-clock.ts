import { RATE_LADDER, type Rate } from '@tickwall/protocol'
import { Subject, type Observable } from 'rxjs'
import type { Clock, Stop } from './clock.js'

/** One flush: the lanes of every due rate sample the same fold positions. */
export interface Flush {
  readonly n: number
  readonly ts: number
  isDue(rate: Rate): boolean
}

const BASE_HZ = RATE_LADDER[0]
const BASE_MS = 1000 / BASE_HZ

/**
 * The gateway's flush clock. A flush is synchronous: first `flush$` of each due rate (lanes emit their segments),
 * then `flushed$` (frames are composed and written), so that all segments of a flush stand at one fold position (INV2).
 */
export class FlushClock {
  readonly #clock: Clock
  readonly #rates = new Map<Rate, Subject<Flush>>()
  readonly #flushed = new Subject<Flush>()
  #n = 0
  #tick = 0
  #isRawScheduled = false
  #stop: Stop | null = null

  /** Fires after the lanes of a flush have emitted. */
  readonly flushed$: Observable<Flush> = this.#flushed.asObservable()

  constructor(clock: Clock) {
    this.#clock = clock
    for (const rate of [...RATE_LADDER, 'raw'] as const) this.#rates.set(rate, new Subject())
  }

  /** Flushes at which a rate is due; throws for a rate that is not on the ladder (a broken invariant). */
  flush$(rate: Rate): Observable<Flush> {
    const subject = this.#rates.get(rate)
    if (subject === undefined) throw new Error(`rate ${rate} is not on the ladder`)
    return subject
  }

  /** The number of the next frame: it grows for the life of the process, with holes. */
  nextN(): number {
    return ++this.#n
  }

  start(): void {
    this.#stop ??= this.#clock.every(BASE_MS, () => this.#beat())
  }

  stop(): void {
    this.#stop?.()
    this.#stop = null
  }

  /** Something was folded: raw lanes flush at the end of this turn, however often this is called in it. */
  turned(): void {
    if (this.#isRawScheduled || !this.#rates.get('raw')?.observed) return
    this.#isRawScheduled = true
    this.#clock.soon(() => {
      this.#isRawScheduled = false
      this.#run((rate) => rate === 'raw')
    })
  }

  #beat(): void {
    const tick = ++this.#tick
    this.#run((rate) => rate !== 'raw' && tick % Math.round(BASE_HZ / rate) === 0)
  }

  #run(isDue: (rate: Rate) => boolean): void {
    const flush: Flush = { n: this.nextN(), ts: this.#clock.nowMs(), isDue }
    for (const [rate, subject] of this.#rates) if (subject.observed && isDue(rate)) subject.next(flush)
    this.#flushed.next(flush)
  }
}
