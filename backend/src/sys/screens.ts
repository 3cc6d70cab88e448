import { SCREEN_STATES, type ReportedScreen, type ScreenHealth, type ScreenStateName } from '@tickwall/protocol'
import { Rates } from '../guard/rates.js'
import { Entries } from './entries.js'
import type { RecordTopic } from './record-topic.js'

/** More than any wall has; beyond, one would push out another. */
const MOST_SCREENS = 1000
/** A screen that has not reported for so long is gone, ms. */
const KEPT_MS = 60_000
/** Of one screen, and of all behind one address. */
const REPORTS = { perSecond: 0.5, burst: 4 }
const REPORTS_OF_ADDRESS = { perSecond: 20, burst: 200 }

/** What screens tell of themselves, as `sys/screens`. */
export class Screens {
  readonly #entries: Entries<ReportedScreen>
  readonly #ofScreen = new Rates(REPORTS.perSecond, REPORTS.burst)
  readonly #ofAddress = new Rates(REPORTS_OF_ADDRESS.perSecond, REPORTS_OF_ADDRESS.burst)
  readonly #most: number

  constructor(topic: RecordTopic, most: number = MOST_SCREENS) {
    this.#entries = new Entries(topic, most)
    this.#most = most
  }

  get size(): number {
    return this.#entries.size
  }

  /** Whether an address may report now; to be asked before its report is read. */
  mayReport(network: string, monotonicMs: number): boolean {
    return this.#ofAddress.take(network, monotonicMs)
  }

  /** Whether it was taken: not more often than may be, and not one screen too many. */
  report(id: string, health: ScreenHealth, nowMs: number, monotonicMs: number): 'taken' | 'tooOften' | 'tooMany' {
    if (!this.#entries.has(id) && this.#entries.size >= this.#most) return 'tooMany'
    if (!this.#ofScreen.take(id, monotonicMs)) return 'tooOften'
    this.#entries.put(id, { ...health, at: nowMs }, nowMs + KEPT_MS, nowMs)
    return 'taken'
  }

  /** How many are in each state. */
  states(): Readonly<Record<ScreenStateName, number>> {
    const states = Object.fromEntries(SCREEN_STATES.map((state) => [state, 0])) as Record<ScreenStateName, number>
    for (const { state } of this.#entries.values()) states[state] += 1
    return states
  }

  sweep(nowMs: number, monotonicMs: number): void {
    this.#entries.sweep(nowMs)
    this.#ofScreen.sweep(monotonicMs)
    this.#ofAddress.sweep(monotonicMs)
  }
}
