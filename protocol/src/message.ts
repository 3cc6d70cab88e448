import type { ErrorCode, NoticeReason } from './codes.js'
import type { Rate } from './rate.js'
import type { SourceState } from './source-state.js'
import type { Changes, TopicState } from './state.js'

/** A request's own name, echoed in its answer: a number, or a string of up to 64 characters. */
export type RequestId = number | string
/** `[epoch, offset]`, as the wire carries a position. */
export type WirePosition = readonly [epoch: string, offset: number]

export type ClientMessage =
  | {
      readonly type: 'subscribe'
      readonly id: RequestId
      readonly topics: readonly string[]
      readonly maxHz?: Rate
      readonly resume?: { readonly [topic: string]: WirePosition }
    }
  | { readonly type: 'unsubscribe'; readonly id: RequestId; readonly topics: readonly string[] }
  | { readonly type: 'rate'; readonly id: RequestId; readonly topics: readonly string[]; readonly maxHz: Rate }
  | { readonly type: 'ping'; readonly id: RequestId }
  | { readonly type: 'ack'; readonly n: number }
  | { readonly type: 'auth'; readonly id: RequestId; readonly token: string }

export type ClientMessageType = ClientMessage['type']

/** How a subscription begins: a snapshot, a delta from the given position, or a snapshot because that position was void. */
export type SubscriptionStart = 'snapshot' | 'resume' | 'reset'

export interface SubscribedTopic {
  readonly topic: string
  readonly ref: number
  readonly hz: Rate
  readonly start: SubscriptionStart
}
export interface RejectedTopic {
  readonly topic: string
  readonly code: ErrorCode
  readonly message: string
}
export interface SnapshotPart {
  readonly ref: number
  readonly epoch: string
  readonly offset: number
  readonly state: TopicState | { readonly [key: string]: never }
}
export type DeltaPart = readonly [ref: number, offset: number, changes: Changes]

export interface HelloMessage {
  readonly type: 'hello'
  readonly ts: number
  readonly version: 1
  readonly server: string
  readonly build: string
  readonly session: string
  readonly heartbeatMs: number
  readonly windowMs: number
  readonly rates: readonly Rate[]
  readonly source: SourceState
  /** How old everything is that this client is told of the market, ms; absent where it is told at once. */
  readonly delayMs?: number
  readonly limits: { readonly topics: number; readonly messageBytes: number; readonly messagesPerSecond: number }
}
/** The wire order begins `{"type":"frame","n":…,"prev":…`, so that a load generator reads it without parsing. */
export interface FrameMessage {
  readonly type: 'frame'
  readonly n: number
  readonly prev?: number
  readonly ts: number
  readonly at: number
  readonly snapshots?: readonly SnapshotPart[]
  readonly deltas?: readonly DeltaPart[]
}

export type ServerMessage =
  | HelloMessage
  | FrameMessage
  | {
      readonly type: 'subscribed'
      readonly id: RequestId
      readonly ts: number
      readonly topics: readonly SubscribedTopic[]
      readonly rejected: readonly RejectedTopic[]
    }
  | { readonly type: 'unsubscribed'; readonly id: RequestId; readonly ts: number; readonly topics: readonly string[] }
  | {
      readonly type: 'rated'
      readonly id: RequestId
      readonly ts: number
      readonly topics: readonly { readonly topic: string; readonly hz: Rate }[]
    }
  | { readonly type: 'pong'; readonly id: RequestId; readonly ts: number }
  | { readonly type: 'heartbeat'; readonly ts: number; readonly source: SourceState }
  | {
      readonly type: 'authenticated'
      readonly id: RequestId
      readonly ts: number
      readonly expiresAt: number | null
      /** Subscribed topics that the new token does not allow: they are subscribed no more. Absent when there are none. */
      readonly rejected?: readonly RejectedTopic[]
    }
  | {
      readonly type: 'notice'
      readonly ts: number
      readonly reason: NoticeReason
      readonly topics?: readonly string[]
      readonly hz?: Rate
      readonly expiresAt?: number
    }
  | {
      readonly type: 'error'
      readonly id?: RequestId
      readonly ts: number
      readonly code: ErrorCode
      readonly message: string
      readonly retryable: boolean
    }
  | {
      readonly type: 'closing'
      readonly ts: number
      readonly code: number
      readonly reason: string
      readonly retryAfterMs: number
    }
export type ServerMessageType = ServerMessage['type']
export type ControlMessage = Exclude<ServerMessage, FrameMessage>

export const SUBPROTOCOLS = { json: 'tickwall.v1.json', binary: 'tickwall.v1.binary' } as const
export const MAX_MESSAGE_BYTES = 65_536
export const MAX_SNAPSHOT_FRAME_BYTES = 262_144
