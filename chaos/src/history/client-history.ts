import type { ServerMessage, WirePosition } from '@tickwall/protocol'
import type { Transport } from '@tickwall/client'

/** What passed between one client and the gateways, oldest first; `connection` numbers its connections, or its requests without a session. */
export type HistoryEvent =
  | {
      readonly kind: 'opened'
      readonly atMs: number
      readonly connection: number
      readonly transport: Transport
      /** What a request without a session asks for; its frames name these topics by their index. Null over a WebSocket. */
      readonly asked: Asked | null
    }
  | { readonly kind: 'asked'; readonly atMs: number; readonly connection: number; readonly asked: Asked }
  | {
      readonly kind: 'received'
      readonly atMs: number
      readonly connection: number
      readonly message: ServerMessage
    }
  /** What came is no message of the protocol. */
  | { readonly kind: 'puzzled'; readonly atMs: number; readonly connection: number; readonly what: string }

export interface Asked {
  /** Of a `subscribe`; null without a session. */
  readonly id: number | string | null
  readonly topics: readonly string[]
  /** Positions by topic; null where they are in a cursor, which only the gateways can read. */
  readonly resume: Readonly<Record<string, WirePosition>> | null
}

/** What the client itself shows of a topic in the end. */
export interface ShownTopic {
  readonly topic: string
  readonly epoch: string
  readonly offset: number
  readonly state: object
}

/** Everything one client was sent in a run. Times are ms of one clock. */
export interface ClientHistory {
  readonly name: string
  /** What it asked for and may read. */
  readonly topics: readonly string[]
  /** What it asked for as well and may not read. */
  readonly forbidden: readonly string[]
  readonly events: readonly HistoryEvent[]
  readonly shown: readonly ShownTopic[]
}
