import type { LinkSample } from './link-report.js'
import type { LinkStats } from './link-status.js'
import type { LinkCondition } from './port-message.js'

/** Samples kept: five minutes at one a second. */
const CAPACITY = 300

/** What the link was like, second by second. */
export class LinkHistory {
  #samples: LinkSample[] = []

  add(condition: LinkCondition, stats: LinkStats, atMs: number): void {
    const { state, isCatchingUp, rttMs } = condition
    const { lagP95Ms, messagesPerSecond, bytesPerSecond, updatesPerSecond } = stats
    this.#samples.push({
      atMs: Math.round(atMs),
      phase: state === 'open' && isCatchingUp ? 'catchingUp' : state,
      rttMs,
      lagP95Ms,
      messagesPerSecond,
      bytesPerSecond,
      updatesPerSecond,
    })
    if (this.#samples.length > CAPACITY) this.#samples.shift()
  }

  /** Oldest first. */
  get samples(): readonly LinkSample[] {
    return this.#samples
  }
}
