import type { FrameMessage } from '@tickwall/protocol'
import { Lag } from './lag.js'
import type { Transport } from './life.js'
import type { LinkEnding } from './link-state.js'
import type { FrameEffect } from './receive-frame.js'

/** One end of a connection or failed attempt; times are ms of the link's own clock. */
export interface ReconnectEntry {
  readonly atMs: number
  readonly ending: LinkEnding
  /** How long the connection had been open; 0 for an attempt that failed. */
  readonly lastedMs: number
}

/** Counters since the link was made; all grow, except those of `now`. */
export interface LinkStats {
  readonly messages: number
  /** Characters received; the JSON of the wire is nearly all ASCII, so bytes to within a few percent. */
  readonly bytes: number
  readonly frames: number
  /** Snapshots and deltas that were taken in. */
  readonly updates: number
  /** Holes found in the numbering of frames. */
  readonly gaps: number
  /** Messages that this protocol does not know, or that were out of place. */
  readonly puzzles: number
  /** Connections opened after the first. */
  readonly reconnects: number
  /** Lateness of shared frames beyond the wait that their rate asks for, of the last 256, in ms; null before the first. */
  readonly lagP50Ms: number | null
  readonly lagP95Ms: number | null
  readonly rttMs: number | null
  readonly subscribedTopics: number
  /** What carries the link, null before the first connection. */
  readonly transport: Transport | null
  /** Newest last, at most 50. */
  readonly log: readonly ReconnectEntry[]
}

const LOG_SIZE = 50

/** Gathers what `LinkStats` tells. */
export class StatsCounter {
  #messages = 0
  #bytes = 0
  #frames = 0
  #updates = 0
  #gaps = 0
  #puzzles = 0
  #openings = 0
  #log: readonly ReconnectEntry[] = []
  readonly #lag = new Lag()

  opened(chars: number): void {
    this.#openings += 1
    this.heard(chars)
  }

  heard(chars: number): void {
    this.#messages += 1
    this.#bytes += chars
  }

  puzzled(): void {
    this.#puzzles += 1
  }

  frame(frame: FrameMessage, effect: FrameEffect, isHole: boolean, serverNowMs: number): void {
    this.#frames += 1
    this.#updates += effect.parts
    if (isHole) this.#gaps += 1
    // A frame made for this connection may carry old records; only shared ones tell how late the way is.
    if (frame.prev === undefined || effect.fastestHz === null) return
    const flushWaitMs = effect.fastestHz === 'raw' ? 0 : 1000 / effect.fastestHz
    this.#lag.add(Math.max(0, serverNowMs - frame.at - flushWaitMs))
  }

  ended(entry: ReconnectEntry): void {
    this.#log = [...this.#log.slice(1 - LOG_SIZE), entry]
    this.#lag.clear()
  }

  read(now: Pick<LinkStats, 'rttMs' | 'subscribedTopics' | 'transport'>): LinkStats {
    return {
      messages: this.#messages,
      bytes: this.#bytes,
      frames: this.#frames,
      updates: this.#updates,
      gaps: this.#gaps,
      puzzles: this.#puzzles,
      reconnects: Math.max(0, this.#openings - 1),
      lagP50Ms: this.#lag.quantile(0.5),
      lagP95Ms: this.#lag.quantile(0.95),
      ...now,
      log: this.#log,
    }
  }
}
