import {
  CLOSE_CODES,
  decodeBinaryFrame,
  decodeServerMessage,
  encodeMessage,
  type ClientMessage,
  type CloseReason,
  type DecodedServerMessage,
} from '@tickwall/protocol'
import type { Clock } from './clock.js'
import type { Life, LifeEvents, Reached } from './life.js'
import type { LinkEnding } from './link-state.js'
import type { LinkSocket } from './socket.js'

/** A close code of 1006 stands for "no close frame came". */
const ABNORMAL = 1006

/** A connection over a WebSocket. */
export class SocketLife implements Life {
  readonly transport = 'webSocket'
  readonly #events: LifeEvents
  readonly #cancelHandshake: () => void
  #socket: LinkSocket | null = null
  #reached: Reached = 'nothing'
  #isOver = false

  constructor(open: () => LinkSocket, clock: Clock, handshakeTimeoutMs: number, events: LifeEvents) {
    this.#events = events
    this.#cancelHandshake = clock.after(handshakeTimeoutMs, () => {
      this.#finish({ code: CLOSE_CODES.handshakeTimeout.code, reason: 'the server did not greet in time' }, true)
    })
    try {
      this.#socket = open()
    } catch (error) {
      // Not from within the constructor: the owner does not hold this life yet.
      clock.soon(() => {
        this.#finish({ code: ABNORMAL, reason: `the socket could not be opened (${nameOf(error)})` }, false)
      })
      return
    }
    this.#listen(this.#socket)
  }

  get reached(): Reached {
    return this.#reached
  }

  send(message: ClientMessage): void {
    if (!this.#isOver && this.#reached !== 'nothing') this.#socket?.send(encodeMessage(message))
  }

  check(): void {
    // The ping that follows goes over the same socket, and tells.
  }

  end(reason: CloseReason): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#cancelHandshake()
    closeSocket(this.#socket, CLOSE_CODES[reason].code, reason)
  }

  #listen(socket: LinkSocket): void {
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('open', () => {
      if (!this.#isOver && this.#reached === 'nothing') this.#reached = 'opened'
    })
    socket.addEventListener('message', ({ data }) => {
      if (!this.#isOver) this.#take(data)
    })
    socket.addEventListener('close', ({ code, reason }) => {
      this.#finish({ code, reason: reason === '' ? 'the connection was lost' : reason }, false)
    })
    // Always followed by `close`, which tells more; without a listener some runtimes throw.
    socket.addEventListener('error', () => undefined)
  }

  #take(data: unknown): void {
    if (typeof data === 'string') this.#decoded(decodeServerMessage(data), data.length)
    else if (data instanceof ArrayBuffer) this.#decoded(decodeBinaryFrame(new Uint8Array(data)), data.byteLength)
    else if (data instanceof Uint8Array) this.#decoded(decodeBinaryFrame(data), data.length)
    else this.#events.puzzled('malformed')
  }

  #decoded(decoded: DecodedServerMessage, length: number): void {
    if (!decoded.ok) this.#events.puzzled(decoded.code)
    else if (this.#reached === 'served' && decoded.message.type !== 'hello') this.#events.heard(decoded.message, length)
    else if (this.#reached !== 'served' && decoded.message.type === 'hello') {
      this.#reached = 'served'
      this.#cancelHandshake()
      this.#events.greeted(decoded.message, length)
    } else this.#events.puzzled('malformed')
  }

  #finish(ending: LinkEnding, closesSocket: boolean): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#cancelHandshake()
    if (closesSocket) closeSocket(this.#socket, ending.code, ending.reason)
    this.#events.ended(ending, this.#reached, 0)
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')

/** Browsers refuse codes below 3000 other than 1000 from a page. */
function closeSocket(socket: LinkSocket | null, code: number, reason: string): void {
  socket?.close(code === 1000 || code >= 3000 ? code : 1000, reason)
}
