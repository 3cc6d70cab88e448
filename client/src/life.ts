import type { ClientMessage, CloseReason, HelloMessage, ServerMessage } from '@tickwall/protocol'
import type { LinkEnding, Transport } from './link-state.js'

export type { Transport } from './link-state.js'

/** How far a connection got: it tells which remedy helps. `greeted`: the server said who it is; `served`: what was asked for began to come. */
export type Reached = 'nothing' | 'opened' | 'greeted' | 'served'

export interface LifeEvents {
  /** The server's `hello`, once, before any other message. */
  greeted(hello: HelloMessage, chars: number): void
  /** Any later message that this protocol knows. Hot path. */
  heard(message: ServerMessage, chars: number): void
  /** Something that this protocol does not know, or that is out of place. */
  puzzled(code: 'malformed' | 'unknownType'): void
  /** The frames that follow are numbered anew, as those of another connection. */
  renumbered(): void
  /** The end, once, unless it was ended from this side; `retryAfterMs` is what the server asked for, 0 if nothing. */
  ended(ending: LinkEnding, reached: Reached, retryAfterMs: number): void
}

/** One connection from its opening to its end. After `end` no event of it is heard: one that is late must not speak for its successor. */
export interface Life {
  readonly transport: Transport
  readonly reached: Reached
  /** Sends; without effect once the connection is over or before it opened. */
  send(message: ClientMessage): void
  /** The network changed: what carries this may be dead without a word. A ping follows. */
  check(): void
  /** Ends it from this side, silently. */
  end(reason: CloseReason): void
}
