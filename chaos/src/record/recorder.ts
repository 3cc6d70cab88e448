import { checkServerMessage, decodeBinaryFrame, decodeServerMessage, type ServerMessage } from '@tickwall/protocol'
import type { Transport } from '@tickwall/client'
import type { Asked, HistoryEvent } from '../history/client-history.js'

/** No request of a stream has an id; the protocol's decoder asks for one. */
const NO_REQUEST = 0

/** Writes down everything that passes between one client and the gateways. */
export class Recorder {
  readonly events: HistoryEvent[] = []
  #connections = 0
  readonly #nowMs: () => number

  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs
  }

  /** A new connection, or request; answers its number. */
  opened(transport: Transport, asked: Asked | null): number {
    const connection = ++this.#connections
    this.events.push({ kind: 'opened', atMs: this.#nowMs(), connection, transport, asked })
    return connection
  }

  /** What the client sends over a WebSocket. */
  sent(connection: number, text: string): void {
    const message = JSON.parse(text) as { type: string; id: number; topics: string[]; resume?: Asked['resume'] }
    if (message.type !== 'subscribe') return
    const { id, topics, resume = {} } = message
    this.events.push({ kind: 'asked', atMs: this.#nowMs(), connection, asked: { id, topics, resume } })
  }

  /** What came over a WebSocket, as it came. */
  frame(connection: number, data: string | Uint8Array): void {
    const decoded = typeof data === 'string' ? decodeServerMessage(data) : decodeBinaryFrame(data)
    if (decoded.ok) this.#received(connection, decoded.message)
    else if (decoded.code === 'malformed') this.#puzzled(connection, String(data).slice(0, 200))
  }

  /** A message of a stream or of a poll's answer, told as `type`. */
  part(connection: number, type: string, value: unknown): void {
    const named = typeof value === 'object' && value !== null ? { type, id: NO_REQUEST, ...value } : value
    const decoded = checkServerMessage(named)
    if (decoded.ok) this.#received(connection, decoded.message)
    else if (decoded.code === 'malformed') this.#puzzled(connection, JSON.stringify(value).slice(0, 200))
  }

  #received(connection: number, message: ServerMessage): void {
    this.events.push({ kind: 'received', atMs: this.#nowMs(), connection, message })
  }

  #puzzled(connection: number, what: string): void {
    this.events.push({ kind: 'puzzled', atMs: this.#nowMs(), connection, what })
  }
}
