import {
  decodeClientMessage,
  type DecodedClientMessage,
  type ReceivedMessage,
  type RequestId,
} from '@tickwall/protocol'
import type { SessionGuard } from '../guard/session-guard.js'
import { TokenBucket } from '../guard/token-bucket.js'
import { refusal, type Refusal } from './refusal.js'

export type Ack = Extract<ReceivedMessage, { type: 'ack' }>

/**
 * What is longer is read when it is its turn to be answered: a crowd that comes back says where it stands, which takes longer to read than to take
 * off the sockets, and waits as text in a third of the memory. What is shorter, or may be an `ack`, is read at once: that waits for nothing.
 */
const READ_AT_ONCE_CHARS = 256
const ACK = '"ack"'

const idOf = (decoded: DecodedClientMessage): RequestId | undefined =>
  decoded.ok ? (decoded.message as { id?: RequestId }).id : decoded.id

const readOf = (decoded: DecodedClientMessage): ReceivedMessage | Refusal =>
  decoded.ok ? decoded.message : refusal(decoded.code, decoded.id, decoded.message)

/** What one client asked and was not answered yet, within the measure of its messages. */
export class Inbox {
  readonly #guard: SessionGuard
  readonly #measure: TokenBucket
  /** Oldest first; null while empty, as nearly always: an array that once held something keeps room for 17. */
  #waiting: (ReceivedMessage | string)[] | null = null

  constructor(messagesPerSecond: number, guard: SessionGuard, nowMs: number) {
    this.#guard = guard
    this.#measure = new TokenBucket(messagesPerSecond, messagesPerSecond * 2, nowMs)
  }

  get isEmpty(): boolean {
    return this.#waiting === null
  }

  /** Takes one text message; returns what does not wait for its turn, or null when it does. `nowMs` of the monotonic clock. */
  take(text: string, nowMs: number): Ack | Refusal | null {
    const isRead = text.length <= READ_AT_ONCE_CHARS || text.includes(ACK)
    const decoded = isRead ? decodeClientMessage(text) : null
    if (decoded?.ok === true && decoded.message.type === 'ack') return decoded.message
    if (!this.#mayAsk(nowMs)) return refusal('rateLimited', idOf(decoded ?? decodeClientMessage(text)))
    const read = decoded === null ? text : readOf(decoded)
    if (typeof read !== 'string' && read.type === 'refusal') return read
    ;(this.#waiting ??= []).push(read)
    return null
  }

  /** Takes one binary message: client frames are JSON text in every subprotocol. */
  takeBinary(nowMs: number): Refusal {
    return this.#mayAsk(nowMs) ? refusal('badRequest', undefined, 'messages are JSON text') : refusal('rateLimited')
  }

  /** Takes the oldest out and reads it; null when there is none. */
  next(): ReceivedMessage | Refusal | null {
    const next = this.#waiting?.shift()
    if (next === undefined) return null
    if (this.#waiting?.length === 0) this.#waiting = null
    return typeof next === 'string' ? readOf(decodeClientMessage(next)) : next
  }

  clear(): void {
    this.#waiting = null
  }

  /** Whether one more message is within its measure. */
  #mayAsk(nowMs: number): boolean {
    return this.#measure.take(nowMs) || !this.#guard.reached('messageRate')
  }
}
