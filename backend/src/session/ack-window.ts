/** Frames are marked at most this often, so that a session keeps a handful of marks whatever its rate. */
const MARK_EVERY_MS = 250

interface Mark {
  readonly n: number
  readonly atMs: number
}

/**
 * What a client has not acknowledged yet. Nothing is kept until its first ack: a client that never acks is judged by
 * the socket alone. The kernel's send buffer hides a slow reader for minutes; only this window shows it.
 */
export class AckWindow {
  /** Null until the first ack. */
  #marks: Mark[] | null = null
  #lastN = 0

  /** `nowMs` is of the monotonic clock. */
  sent(n: number, nowMs: number): void {
    this.#lastN = n
    if (this.#marks === null) return
    const newest = this.#marks.at(-1)
    if (newest === undefined || nowMs - newest.atMs >= MARK_EVERY_MS) this.#marks.push({ n, atMs: nowMs })
  }

  /** Takes an acknowledgement; false when `n` was never sent here. An older one than before changes nothing. */
  acked(n: number): boolean {
    if (n > this.#lastN) return false
    this.#marks ??= []
    let known = 0
    for (const mark of this.#marks) if (mark.n <= n) known++
    this.#marks.splice(0, known)
    return true
  }

  /** When the oldest unacknowledged mark was sent, or null. */
  get oldestMs(): number | null {
    return this.#marks?.[0]?.atMs ?? null
  }
}
