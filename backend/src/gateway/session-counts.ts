import { CLOSE_CODES, type CloseReason } from '@tickwall/protocol'
import type { Measures } from '../observe/measures.js'
import type { SessionObserver } from '../session/session-context.js'

/** Ended without a status code: what a client does that simply hangs up in good order. */
const NO_STATUS = 1005
const ABNORMAL = 1006

const reasons = new Map<number, CloseReason>(
  Object.entries(CLOSE_CODES).map(([reason, { code }]) => [code, reason as CloseReason]),
)

/** The label under which an ended connection is counted: a closed set, whatever code a peer makes up. */
export function reasonOfEnd(code: number): CloseReason | 'abnormal' | 'other' {
  if (code === NO_STATUS) return 'normal'
  return code === ABNORMAL ? 'abnormal' : (reasons.get(code) ?? 'other')
}

/** Counts what sessions do; `subscriptions` is the number of (session, topic) pairs now. */
export class SessionCounts implements SessionObserver {
  readonly #measures: Measures
  readonly #isLive: () => boolean
  #subscriptions = 0

  /** `isLive`: whether the source is; what is read anew of the past says nothing about latency. */
  constructor(measures: Measures, isLive: () => boolean) {
    this.#measures = measures
    this.#isLive = isLive
  }

  get subscribed(): number {
    return this.#subscriptions
  }

  opened(): void {}

  ending(): void {}

  closed(code: number): void {
    this.#measures.closed.add(reasonOfEnd(code))
  }

  errorSent: SessionObserver['errorSent'] = (code) => this.#measures.errors.add(code)

  frameSent(bytes: number): void {
    this.#measures.frames.add()
    this.#measures.frameBytes.add(bytes)
  }

  skipped(): void {
    this.#measures.skipped.add()
  }

  caughtUp(): void {
    this.#measures.catchUps.add()
  }

  flushDelayed(delayMs: number): void {
    this.#measures.flushDelay.observe(delayMs / 1000)
  }

  flushEnded(durationMs: number, ageMs: number | null): void {
    const { flushDuration, latency } = this.#measures
    flushDuration.observe(durationMs / 1000)
    if (ageMs === null || !this.#isLive()) return
    // Two clocks may differ; nothing is seen before it is published.
    latency.observe({ stage: 'flush' }, Math.max(0, ageMs) / 1000)
    latency.observe({ stage: 'write' }, Math.max(0, ageMs + durationMs) / 1000)
  }

  subscriptions(delta: number): void {
    this.#subscriptions += delta
  }
}
