import type { Socket } from 'node:net'
import { CLOSE_CODES, type CloseReason } from '@tickwall/protocol'
import { WebSocket } from 'ws'
import { openFrame, type FrameBytes } from '../lanes/frame-bytes.js'
import type { FrameCodec } from '../lanes/frame-codec.js'
import { ReusedSpace } from '../lanes/frame-space.js'
import type { Transport } from '../session/transport.js'

/** Where the answers of one socket after the other are put together: the kernel has taken one before the next is made. */
const gathering = new ReusedSpace()

/**
 * The wire of one session. Data frames and control messages go past `ws`, as ready bytes, to the socket; what `ws` writes
 * itself (pings, closes) it writes synchronously, so their order holds. Once the socket is closing, everything is a no-op.
 */
export class WebSocketTransport implements Transport {
  readonly codec: FrameCodec
  readonly #ws: WebSocket
  readonly #socket: Socket
  readonly #isDeflating: boolean
  #closedFor: CloseReason | null = null
  /** What goes out together; null when everything goes out at once. */
  #gathered: Buffer[] | null = null

  /**
   * `ws` must be open on `socket`; its `closeTimeout` bounds how long a close may take. `isDeflating`: its peer has agreed to
   * deflated messages, each without a context of others and with the full window.
   */
  constructor(ws: WebSocket, socket: Socket, codec: FrameCodec, isDeflating = false) {
    this.codec = codec
    this.#isDeflating = isDeflating
    this.#ws = ws
    this.#socket = socket
    // A frame is written as a whole: waiting for more would only delay it.
    socket.setNoDelay(true)
  }

  get unsentBytes(): number {
    const unsent = this.#socket.writableLength
    return this.#gathered === null ? unsent : this.#gathered.reduce((bytes, part) => bytes + part.length, unsent)
  }

  write(frame: FrameBytes): boolean {
    if (this.#ws.readyState !== WebSocket.OPEN) return true
    return this.#put(this.#isDeflating ? frame.deflatedWire : frame.wire)
  }

  send(text: string): void {
    if (this.#ws.readyState !== WebSocket.OPEN) return
    const { wire, payloadStart } = openFrame(0, 'text', Buffer.byteLength(text))
    wire.write(text, payloadStart)
    this.#put(wire)
  }

  gather(): void {
    this.#gathered ??= []
  }

  handOver(): void {
    const parts = this.#gathered
    this.#gathered = null
    if (parts === null || parts.length === 0 || this.#ws.readyState !== WebSocket.OPEN) return
    const bytes = gathering.take(parts.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of parts) {
      bytes.set(part, at)
      at += part.length
    }
    gathering.reset(!this.#put(bytes))
  }

  #put(bytes: Buffer): boolean {
    if (this.#gathered !== null) {
      this.#gathered.push(bytes)
      return false
    }
    this.#socket.write(bytes)
    // Node offers it to the kernel at once, and keeps only what that does not take.
    return this.#socket.writableLength === 0
  }

  ping(): void {
    if (this.#ws.readyState === WebSocket.OPEN) this.#ws.ping()
  }

  close(reason: CloseReason): void {
    if (this.#closedFor !== null) return
    // Why it ends was told just before.
    this.handOver()
    this.#closedFor = reason
    if (this.#ws.readyState === WebSocket.OPEN) this.#ws.close(CLOSE_CODES[reason].code, reason)
    // The peer has said its last word and does not read ours: `ws` sets no bound on that.
    else this.#ws.terminate()
  }

  /** The code that tells why the connection ended: ours where we ended it, else what the peer or the network said. */
  codeOfEnd(code: number): number {
    return this.#closedFor === null ? code : CLOSE_CODES[this.#closedFor].code
  }
}
