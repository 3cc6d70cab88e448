import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { clientFrame } from './client-frame.js'
import type { Dialect, Step } from './dialect.js'
import { FrameCounter, type OnMessage } from './frame-counter.js'

/** One buffer for all sockets: each chunk is counted before the next one is read. */
const shared = Buffer.allocUnsafe(65_536)
const UPGRADED = Buffer.from('HTTP/1.1 101')
const END_OF_HEAD = Buffer.from('\r\n\r\n')

/** What all clients of the process have received. */
export interface Received {
  /** Messages with data. */
  frames: number
  /** All that came over the sockets after the handshakes, frame headers included. */
  bytes: number
}

export interface RawClientOptions {
  readonly port: number
  readonly dialect: Dialect
  readonly steps: readonly Step[]
  readonly received: Received
  /** Told how a data message begins, for the few clients that listen; needs `peek` bytes. */
  readonly onData?: { readonly peek: number; readonly take: (text: string) => void }
}

/**
 * A client that reads, counts messages by their headers, and throws the bytes away: no library, no copy, no allocation per
 * chunk, so that the load costs little beside the server it is measured with.
 */
export class RawClient {
  readonly #options: RawClientOptions
  readonly #counter: FrameCounter
  readonly #socket: Socket
  #phase: 'upgrading' | 'open' = 'upgrading'
  #messages = 0
  #said = 0
  /** Data messages since `say`. */
  answers = 0
  /** Resolves once the server has upgraded the connection; rejects when it does not. */
  readonly opened: Promise<void>

  constructor(options: RawClientOptions) {
    this.#options = options
    const { dialect, onData, received } = options
    const onMessage: OnMessage = (isBinary, bytes, start, end) => {
      this.#messages++
      if (this.#said < options.steps.length) this.#greet()
      if (!dialect.isData(isBinary, bytes, start)) return
      received.frames++
      this.answers++
      onData?.take(bytes.toString('latin1', start, end))
    }
    this.#counter = new FrameCounter(Math.max(dialect.peek, onData?.peek ?? 0), onMessage)
    let opened: () => void
    let failed: (error: Error) => void
    this.opened = new Promise((resolve, reject) => ([opened, failed] = [resolve, reject]))
    this.#socket = connect({
      ...{ port: options.port, host: '127.0.0.1', noDelay: true },
      onread: {
        buffer: shared,
        callback: (length) => {
          if (this.#phase === 'open') this.#take(0, length)
          else if (this.#upgrade(length)) opened()
          else failed(new Error(`not upgraded: ${shared.toString('latin1', 0, Math.min(length, 200))}`))
          return true
        },
      },
    })
    this.#socket.once('error', (error) => failed(error))
    this.#socket.once('close', () => failed(new Error('the server closed a connection')))
    this.#socket.write(
      `GET ${dialect.path} HTTP/1.1\r\nHost: 127.0.0.1:${options.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n` +
        `${dialect.subprotocol === null ? '' : `Sec-WebSocket-Protocol: ${dialect.subprotocol}\r\n`}\r\n`,
    )
  }

  /** Says something; `answers` counts from here on. */
  say(text: string): void {
    this.answers = 0
    this.#socket.write(clientFrame(text))
  }

  /** Reads nothing until `goOn`. */
  stall(): void {
    this.#socket.pause()
  }

  goOn(): void {
    this.#socket.resume()
  }

  /** Leaves without a word. */
  destroy(): void {
    this.#socket.destroy()
  }

  /** The answer's head comes in one segment. */
  #upgrade(length: number): boolean {
    const head = shared.subarray(0, length)
    const end = head.indexOf(END_OF_HEAD)
    if (end < 0 || !head.subarray(0, UPGRADED.length).equals(UPGRADED)) return false
    this.#phase = 'open'
    this.#greet()
    this.#take(end + END_OF_HEAD.length, length)
    return true
  }

  #take(from: number, to: number): void {
    this.#options.received.bytes += to - from
    this.#counter.take(shared, to, from)
  }

  #greet(): void {
    const { steps } = this.#options
    for (let step = steps[this.#said]; step !== undefined && step.afterMessages <= this.#messages;) {
      this.#socket.write(clientFrame(step.text))
      step = steps[++this.#said]
    }
  }
}
