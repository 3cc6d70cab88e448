import type { ServerMessage } from '@tickwall/protocol'
import type { Transport } from './life.js'
import type { LinkState } from './link-state.js'

export type Notice = Extract<ServerMessage, { type: 'notice' }>

/** A frame that came, after it was taken in. */
export interface FrameEvent {
  readonly n: number
  readonly prev: number | null
  /** The server's clock, ms. */
  readonly ts: number
  /** When its newest record was published, ms. */
  readonly at: number
  /** Its length in characters of text, or in bytes where it came as a binary message. */
  readonly chars: number
  /** Topics whose content changed. */
  readonly topics: ReadonlySet<string>
}

/** Something that is not right, and changes nothing: an error that answers no request, or a message that makes no sense. */
export interface LinkProblem {
  readonly code: string
  readonly message: string
}

type In<State extends LinkState['state']> = Extract<LinkState, { state: State }>

export interface LinkEvents {
  /** Any change of `state`; the four that follow say the same, one by one. */
  status: LinkState
  /** An attempt begins. */
  connecting: In<'connecting'>
  /** The server has greeted, maybe over another transport than before. */
  connected: In<'open'>
  /** A connection or an attempt ended; the next attempt follows at `retryAtMs`. */
  reconnecting: In<'waiting'>
  /** The link has stopped: it was closed, refused for good, or has failed too often. */
  disconnected: In<'stopped'>
  /** Another one carries the link now. */
  transport: Transport
  /** Suspicion, the server's source, or catching up changed. */
  health: undefined
  frame: FrameEvent
  /** Topics whose content or standing changed. */
  update: ReadonlySet<string>
  notice: Notice
  error: LinkProblem
}
