import type { Transport } from '@tickwall/client'
import type { SourceState } from '@tickwall/protocol'

/**
 * What the page may say about its connection. `offline`: the browser says so, or nothing was reached for 60 s (the link still tries);
 * `stopped`: a close code of 4500-4999 ended it for good.
 */
export type LinkPhase = 'connecting' | 'live' | 'catchingUp' | 'reconnecting' | 'offline' | 'stopped'

/** Why the last connection or attempt ended: a close reason or an HTTP refusal, in the server's words. */
export interface LinkEnding {
  readonly code: number
  readonly reason: string
}

/** The connection as the screen shows it; every time is in ms of the server's clock. */
export interface LinkStatus {
  readonly state: LinkPhase
  /** Failed attempts since the connection was last good; 0 while it is. */
  readonly attempt: number
  /** When the next attempt starts, or null while none is planned. */
  readonly retryAtMs: number | null
  /** Since when `state` holds. */
  readonly sinceMs: number
  /** Name of the gateway last spoken to, or null before the first. */
  readonly server: string | null
  readonly build: string | null
  /** Smallest recent round trip, or null before the first answer. */
  readonly rttMs: number | null
  readonly source: SourceState
  /** By how much all that is told of the market is delayed; 0 where it is not. */
  readonly delayMs: number
  /** Server clock minus this page's clock. */
  readonly clockOffsetMs: number
  /** A ping was not answered within a second: what is shown may be old. */
  readonly suspect: boolean
  readonly ending: LinkEnding | null
}

/** One entry of the reconnect log. */
export interface ReconnectEntry {
  readonly atMs: number
  readonly ending: LinkEnding
  /** How long the connection had been good, in ms; 0 for an attempt that failed. */
  readonly lastedMs: number
}

/** Counters of the link since the page was opened; `…PerSecond` are means over the last 5 s. */
export interface LinkStats {
  readonly messages: number
  readonly bytes: number
  /** Topic updates, snapshots and deltas, that frames carried. */
  readonly updates: number
  readonly messagesPerSecond: number
  readonly bytesPerSecond: number
  readonly updatesPerSecond: number
  /** Holes found in the numbering of frames. */
  readonly gaps: number
  readonly reconnects: number
  /** From publication to arrival of shared frames beyond the wait their rate asks for, in ms; null before the first. */
  readonly lagP50Ms: number | null
  readonly lagP95Ms: number | null
  /** What carries the link, null before the first connection. */
  readonly transport: Transport | null
  /** Topics subscribed to on the wire. */
  readonly topics: number
  /** Newest last, at most 50. */
  readonly log: readonly ReconnectEntry[]
}
