import type { HelloMessage } from '@tickwall/protocol'

/** How a link is carried. All three bring the same messages. */
export type Transport = 'webSocket' | 'sse' | 'poll'

/** Why a connection, or the attempt at one, ended: a close code, or the status of a refused handshake. */
export interface LinkEnding {
  readonly code: number
  /** The peer's words, or ours when it said nothing. */
  readonly reason: string
}

/** What the link is doing; times are ms of the link's own clock. */
export type LinkState =
  | { readonly state: 'idle' }
  | { readonly state: 'connecting'; readonly attempt: number; readonly sinceMs: number; readonly transport: Transport }
  | { readonly state: 'open'; readonly sinceMs: number; readonly hello: HelloMessage; readonly transport: Transport }
  | {
      readonly state: 'waiting'
      /** Failed attempts since the last good connection, from 1. */
      readonly attempt: number
      readonly sinceMs: number
      readonly retryAtMs: number
      readonly ending: LinkEnding
    }
  | {
      readonly state: 'stopped'
      readonly sinceMs: number
      /** `closed` by this side; `refused` by a close code of 4500-4999; `attempts`: `maxAttempts` failed in a row. */
      readonly reason: 'closed' | 'refused' | 'attempts'
      readonly ending: LinkEnding
    }
