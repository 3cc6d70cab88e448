import type { CloseReason, ErrorCode, HelloMessage, SourceState } from '@tickwall/protocol'
import type { PartitionId } from '../ingest/source.js'
import type { SessionGuard } from '../guard/session-guard.js'
import type { Clock } from '../lanes/clock.js'
import type { PunctualClock } from '../lanes/punctual-clock.js'
import type { SessionLimits } from './limits.js'
import type { Requests } from './requests.js'
import type { Slot } from './slot.js'
import type { TopicNames } from './topic-names.js'

/** Who is told what sessions do: metrics and logs hang on here. Never throws. */
export interface SessionObserver {
  opened(): void
  closed(code: number): void
  /** The server decided to end a session. */
  ending(reason: CloseReason): void
  errorSent(code: ErrorCode): void
  frameSent(bytes: number): void
  /** A flush was not written because the socket, or the client, was behind. */
  skipped(): void
  /** A session that had been skipped got its one catch-up frame. */
  caughtUp(): void
  /** Subscriptions grew or shrank by this many. */
  subscriptions(delta: number): void
  /** Some frames of a flush were handed to the sockets, this long after it was due, ms. */
  flushDelayed(delayMs: number): void
  /** All frames of a flush were handed to the sockets: the contract of a slot's `ended`. */
  flushEnded(durationMs: number, ageMs: number | null): void
}

/** What a server says of itself in `hello`. */
export type ServerIdentity = Pick<HelloMessage, 'server' | 'build' | 'delayMs'>

/** What sessions need of the log behind the market. */
export interface LogState {
  readonly state: SourceState
  /** The log's next offset asked for now; null when it cannot be known. */
  logEnd(id: PartitionId): Promise<number | null>
}

/** What all sessions of a slot share; all but the slot, those of the whole process. */
export interface SessionContext {
  readonly identity: ServerIdentity
  readonly limits: SessionLimits
  readonly clock: Clock
  readonly slot: Slot
  readonly names: TopicNames
  readonly log: LogState
  readonly observer: SessionObserver
  readonly guard: SessionGuard
}

/** What a session shares besides. */
export interface RequestContext extends SessionContext {
  /** That of the flushes: who reads from a client lets them have their turn. */
  readonly punctual: PunctualClock
  readonly requests: Requests
}
