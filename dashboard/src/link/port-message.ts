import type { Changes, Position, Rate, RejectedTopic, SnapshotPart, SourceState } from '@tickwall/protocol'
import type { AlertEvent } from '../alerts/alert-rule.js'
import type { WatchedRule } from '../alerts/alert-watch.js'
import type { HostReport } from './link-report.js'
import type { LinkEnding, LinkStats } from './link-status.js'

/**
 * Page to worker. A worker may serve many ports (tabs): wishes and visibility are the port's own, the first `open` says where to,
 * `retryNow`, `check` and `cut` act on the one link.
 */
export type PageMessage =
  | { readonly type: 'open'; readonly url: string }
  /** The page holds this lock as long as it lives. */
  | { readonly type: 'present'; readonly lock: string }
  /** Answers `areYouThere`. */
  | { readonly type: 'here' }
  /** Whether the page wants the reports of the link. */
  | { readonly type: 'observe'; readonly isObserving: boolean }
  /** The alert rules of the origin's pages, which all hold the same: the last word counts. */
  | { readonly type: 'alertRules'; readonly rules: readonly WatchedRule[] }
  | { readonly type: 'want'; readonly topics: readonly (readonly [topic: string, maxHz: Rate | null])[] }
  /** Answered with `pulled` once there is something to tell; at most one is open at a time, so no queue can grow. */
  | { readonly type: 'pull' }
  | { readonly type: 'visible'; readonly isVisible: boolean }
  | { readonly type: 'retryNow' }
  /** The network went or came back: the link asks for a sign of life. */
  | { readonly type: 'check' }
  | { readonly type: 'cut' }
  /** The page goes away: its wishes end. */
  | { readonly type: 'leave' }

/** Where a subscription stands, beside its state. Times are ms of the server's clock. */
export interface TopicStanding {
  readonly stage: 'waiting' | 'current' | 'catchingUp' | 'denied'
  readonly denied: RejectedTopic | null
  readonly degradedHz: Rate | null
  readonly gapAtMs: number | null
}

/** Content of a topic: a whole state that replaces all, what changed since the last pull, or, before any, what an earlier visit saw last. */
export type TopicContent =
  | {
      readonly type: 'saved'
      /** Without lists. */
      readonly state: SnapshotPart['state']
      readonly receivedAtMs: number
    }
  | {
      readonly type: 'whole'
      readonly state: SnapshotPart['state']
      readonly position: Position
      /** When the link received the newest of it. */
      readonly receivedAtMs: number
      /** Items that fell out of the server's ring before they could be sent, since the last snapshot. */
      readonly lost: number
    }
  | {
      readonly type: 'changes'
      readonly changes: Changes
      readonly position: Position
      readonly receivedAtMs: number
      readonly lost: number
      /** Some of it was missed while the link was away. */
      readonly isCatchUp: boolean
    }

/** What became of a topic since the last pull; what did not change is absent. */
export interface TopicUpdate {
  readonly topic: string
  readonly content?: TopicContent
  readonly standing?: TopicStanding
}

/** The connection as the worker knows it; the page adds what only it can know (online or not). Server-clock times. */
export interface LinkCondition {
  readonly state: 'connecting' | 'open' | 'waiting' | 'stopped'
  /** Whether any resumed topic still waits for its first delta. */
  readonly isCatchingUp: boolean
  /** Whether this link was ever open. */
  readonly wasOpen: boolean
  readonly attempt: number
  readonly retryAtMs: number | null
  /** Since when it is open, or since when it is not. */
  readonly sinceMs: number
  readonly server: string | null
  readonly build: string | null
  readonly rttMs: number | null
  readonly source: SourceState
  /** By how much all that is told of the market is delayed, ms; 0 where it is not. */
  readonly delayMs: number
  readonly isSuspect: boolean
  readonly ending: LinkEnding | null
}

/** The earliest change that an answer brings, for how long it took to the screen. Times are ms of the server's clock. */
export interface Earliest {
  readonly publishedAtMs: number
  readonly appliedAtMs: number
}

/** What the page pulled. */
export interface PulledMessage {
  readonly type: 'pulled'
  /** The server's clock as the worker knows it when it sent this, in ms. */
  readonly serverNowMs: number
  /** Absent when unchanged since the last pull. */
  readonly condition?: LinkCondition
  readonly stats?: LinkStats
  /** Once a second to a page that observes. */
  readonly report?: HostReport
  /** Absent where no frame for all brought any of the updates. */
  readonly earliest?: Earliest
  /** What `packUpdates` made; absent where no topic changed. */
  readonly packed?: ArrayBuffer
}

/** Worker to page. */
export type WorkerMessage =
  | PulledMessage
  /** Told at once and to every page, because a hidden one pulls seldom; rules are few and cool down. */
  | { readonly type: 'alerted'; readonly events: readonly AlertEvent[] }
  /** The page has been silent for long. */
  | { readonly type: 'areYouThere' }
  /** Nothing is known of this page: it was taken for gone, or the worker is new. */
  | { readonly type: 'forgotten' }
