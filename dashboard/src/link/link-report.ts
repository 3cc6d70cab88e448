import type { Transport } from '@tickwall/client'
import type { Rate } from '@tickwall/protocol'
import type { LinkPhase, ReconnectEntry } from './link-status.js'
import type { TopicStanding } from './port-message.js'

/** Where the link of a page runs: one worker for all pages of the origin, a worker of its own, or the page itself. */
export type LinkPlace = 'sharedWorker' | 'worker' | 'page'

/**
 * The way of a change from its source to the screen, in order:
 * `source` from the event to its publication (`at`), as far as the source's clock tells; `gateway` from there to the frame that carries it,
 * the wait for the topic's rate included; `wire` to its arrival in the link; `decode` until the state holds it; `paint` until the page
 * has painted it, the wait for the next pull included.
 */
export const LATENCY_STAGES = ['source', 'gateway', 'wire', 'decode', 'paint'] as const
export type LatencyStage = (typeof LATENCY_STAGES)[number]

/** Percentiles of a stage over the last 60 s, in ms; null without a sample. */
export interface StageLatency {
  readonly stage: LatencyStage
  readonly samples: number
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly p99Ms: number | null
  readonly maxMs: number | null
}

/** One second of the link's life; a null is not known. */
export interface LinkSample {
  /** The server's clock, ms. */
  readonly atMs: number
  readonly phase: 'open' | 'catchingUp' | 'connecting' | 'waiting' | 'stopped'
  readonly rttMs: number | null
  readonly lagP95Ms: number | null
  readonly messagesPerSecond: number
  readonly bytesPerSecond: number
  readonly updatesPerSecond: number
}

/** A topic that some page holds. Times are ms of the server's clock. */
export interface ReportedTopic {
  readonly topic: string
  readonly stage: TopicStanding['stage']
  /** The fastest rate that any page wants now, and the one that the server granted; null while not subscribed. */
  readonly wantedHz: Rate
  readonly grantedHz: Rate | null
  /** Pages that hold it. */
  readonly pages: number
  /** When its newest content came, null before the first; its age is now minus this. */
  readonly receivedAtMs: number | null
  /** Its newest event, null where it tells none. */
  readonly eventAtMs: number | null
  /** Items that fell out of the server's ring before they could be sent, since the last snapshot. */
  readonly lost: number
}

/** How much is merged into one, as ratios of at least 1 over the last 60 s; null while nothing came. */
export interface Conflation {
  /** By the gateway: trades folded per quote update that brought any. */
  readonly gateway: number | null
  /** By the link: topic updates that came per update that this page took. */
  readonly page: number | null
}

/** The worker's part of a report: what it can say without the page. */
export interface HostReport {
  readonly pages: number
  readonly codec: 'json' | 'binary' | null
  /** All stages but `paint`. */
  readonly latency: readonly StageLatency[]
  readonly conflation: Conflation
  readonly history: readonly LinkSample[]
  readonly topics: readonly ReportedTopic[]
}

/** Everything that can be said of the link, once a second while somebody looks (`useLinkReport`). JSON holds it. Times are ms of the server's clock. */
export interface LinkReport {
  readonly atMs: number
  readonly phase: LinkPhase
  /** Since when `phase` holds. */
  readonly sinceMs: number
  readonly place: LinkPlace
  /** Pages of this origin that share the link, this one counted. */
  readonly pages: number
  readonly server: string | null
  readonly serverBuild: string | null
  /** Build of the page itself. */
  readonly pageBuild: string
  readonly transport: Transport | null
  /** Form of the frames; null before the first. */
  readonly codec: 'json' | 'binary' | null
  readonly rttMs: number | null
  /** The server's clock minus this page's. */
  readonly clockOffsetMs: number
  /** In the order of `LATENCY_STAGES`, each once. */
  readonly latency: readonly StageLatency[]
  /** From the publication to the paint, of all changes of the last 60 s. */
  readonly publishedToPaint: Omit<StageLatency, 'stage'>
  readonly conflation: Conflation
  /** Counters since the link was opened. */
  readonly messages: number
  readonly bytes: number
  readonly updates: number
  /** Holes found in the numbering of frames. */
  readonly gaps: number
  readonly reconnects: number
  /** Means over the last 5 s. */
  readonly messagesPerSecond: number
  readonly bytesPerSecond: number
  readonly updatesPerSecond: number
  /** Newest last, at most 50. */
  readonly log: readonly ReconnectEntry[]
  /** Oldest first, one a second, the last 300. */
  readonly history: readonly LinkSample[]
  /** In the order of their names. */
  readonly topics: readonly ReportedTopic[]
}
