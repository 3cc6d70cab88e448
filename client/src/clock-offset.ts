/** Round trips remembered; the one with the smallest delay tells the offset best. */
const REMEMBERED = 8

interface Sample {
  readonly rttMs: number
  readonly offsetMs: number
}

/** A message this much beyond the estimate proves that a clock was set, or stood still while the machine slept. */
const JUMP_MS = 250

/**
 * How far the server's clock is ahead of ours. Of the last 8 round trips the shortest counts, because its delay can have
 * been the least lopsided (NTP's clock filter); no message can come from the future, which bounds it from below.
 */
export class ClockOffset {
  #samples: Sample[] = []
  /** Lower bound told by messages since the last round trip; only that long, since clocks drift. */
  #floorMs: number | null = null

  /** Smallest of the last 8 round trips, null before the first. */
  get rttMs(): number | null {
    return this.#best()?.rttMs ?? null
  }

  /** Server clock minus ours; 0 before anything was heard. */
  get offsetMs(): number {
    const best = this.#best()
    if (best === null) return this.#floorMs ?? 0
    return Math.max(best.offsetMs, this.#floorMs ?? best.offsetMs)
  }

  /** A round trip; times are ours, `serverMs` is what the server's clock said in between. */
  roundTrip(sentAtMs: number, receivedAtMs: number, serverMs: number): void {
    const rttMs = Math.max(0, receivedAtMs - sentAtMs)
    this.#floorMs = null
    this.#samples.push({ rttMs, offsetMs: serverMs - (sentAtMs + rttMs / 2) })
    if (this.#samples.length > REMEMBERED) this.#samples.shift()
  }

  /** Any message: the server's clock was at least `serverMs` when we received it. Hot path. */
  heard(serverMs: number, receivedAtMs: number): void {
    const floorMs = serverMs - receivedAtMs
    if (this.#floorMs !== null && floorMs <= this.#floorMs) return
    this.#floorMs = floorMs
    const best = this.#best()
    if (best !== null && floorMs > best.offsetMs + JUMP_MS) this.#samples = []
  }

  /** Another server may have another clock. */
  reset(): void {
    this.#samples = []
    this.#floorMs = null
  }

  #best(): Sample | null {
    let best: Sample | null = null
    for (const sample of this.#samples) if (best === null || sample.rttMs <= best.rttMs) best = sample
    return best
  }
}
