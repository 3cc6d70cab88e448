/** What to do about a silence, and when to look again (our clock, ms). */
export type HeartbeatVerdict =
  { readonly act: 'nothing' | 'ping' | 'suspect'; readonly lookAtMs: number } | { readonly act: 'reconnect' }

/** A page that is looked at asks after this much silence, and doubts what it shows when nothing came within as much again. */
export const HURRIED_SILENCE_MS = 1000
/** Heartbeats that may be missing before the connection counts as lost. */
export const SILENT_HEARTBEATS = 2.5

/** Watches one connection's silence. Pure: it is told the time and asked what to do. */
export class Heartbeat {
  readonly #silenceMs: number
  #heardAtMs: number
  #pingedAtMs: number | null = null
  #demandedAtMs: number | null = null
  #isSuspect = false
  #isHurried: boolean

  constructor(heartbeatMs: number, isHurried: boolean, nowMs: number) {
    this.#silenceMs = heartbeatMs * SILENT_HEARTBEATS
    this.#isHurried = isHurried
    this.#heardAtMs = nowMs
  }

  /** A hurried ping was not answered: what is shown may be old. */
  get isSuspect(): boolean {
    return this.#isSuspect
  }

  /** Any message came. Answers whether that ended a suspicion. Hot path. */
  heard(nowMs: number): boolean {
    this.#heardAtMs = nowMs
    this.#pingedAtMs = null
    this.#demandedAtMs = null
    const wasSuspect = this.#isSuspect
    this.#isSuspect = false
    return wasSuspect
  }

  setHurried(isHurried: boolean): void {
    this.#isHurried = isHurried
    if (!isHurried) this.#pingedAtMs = null
  }

  /** The network changed under us: unless something is heard within a second, the connection counts as lost. */
  demand(nowMs: number): void {
    this.#demandedAtMs ??= nowMs
  }

  /** What this moment asks for; a verdict of `ping` or `suspect` is given once for each silence. */
  look(nowMs: number): HeartbeatVerdict {
    const demandedMs = this.#demandedAtMs === null ? Infinity : this.#demandedAtMs + HURRIED_SILENCE_MS
    const lostAtMs = Math.min(this.#heardAtMs + this.#silenceMs, demandedMs)
    if (nowMs >= lostAtMs) return { act: 'reconnect' }
    if (!this.#isHurried || this.#isSuspect) return { act: 'nothing', lookAtMs: lostAtMs }
    if (this.#pingedAtMs === null) {
      const pingAtMs = this.#heardAtMs + HURRIED_SILENCE_MS
      if (nowMs < pingAtMs) return { act: 'nothing', lookAtMs: Math.min(pingAtMs, lostAtMs) }
      this.#pingedAtMs = nowMs
      return { act: 'ping', lookAtMs: Math.min(nowMs + HURRIED_SILENCE_MS, lostAtMs) }
    }
    const suspectAtMs = this.#pingedAtMs + HURRIED_SILENCE_MS
    if (nowMs < suspectAtMs) return { act: 'nothing', lookAtMs: Math.min(suspectAtMs, lostAtMs) }
    this.#isSuspect = true
    return { act: 'suspect', lookAtMs: lostAtMs }
  }
}
