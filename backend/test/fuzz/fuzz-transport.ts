import { decodeBinaryFrame, decodeServerMessage } from '@tickwall/protocol'
import type { ControlMessage, FrameMessage, ServerMessage } from '@tickwall/protocol'
import type { FrameBytes } from '../../src/lanes/frame-bytes.js'
import type { FrameCodec } from '../../src/lanes/frame-codec.js'
import { RecordingTransport } from '../fakes/recording-transport.js'
import { Violation } from './violation.js'
import type { View, Views } from './view.js'

/** A message and where the gateway may have stood for it. */
export interface Delivered {
  readonly message: ServerMessage
  readonly views: Views
}

export interface FuzzTransportOptions {
  readonly codec: FrameCodec
  /** The bytes of a frame are read when it is received; else within the write, so that their memory may be used again. */
  readonly isSlow: boolean
  readonly limitBytes: number
  /** Where a frame that is written now may stand; `isFirst`: nothing was told on the connection before. */
  readonly viewsOf: (frame: FrameMessage, isFirst: boolean) => Views
  readonly view: () => View
}

/** A recording transport that fills up when told to, and notes where the gateway stood at each frame. */
export class FuzzTransport extends RecordingTransport {
  override readonly codec: FrameCodec
  /** Nothing leaves: what is written stays unsent. */
  isJammed = false
  readonly faults: Violation[] = []
  readonly #onTheWay: (() => Delivered)[] = []
  readonly #options: FuzzTransportOptions
  #isFirst = true

  constructor(options: FuzzTransportOptions) {
    super()
    this.codec = options.codec
    this.#options = options
  }

  override write(frame: FrameBytes): boolean {
    if (this.unsentBytes > this.#options.limitBytes)
      this.faults.push(new Violation('CFL7', 'a congested session was written to'))
    if (this.closedFor !== null) this.faults.push(new Violation('CLS2', 'a frame was written after the close'))
    if (this.isJammed) this.unsentBytes += frame.payload.length
    const { isSlow, viewsOf } = this.#options
    const message = this.#decoded(frame)
    const views = viewsOf(message, this.#isFirst)
    this.#isFirst = false
    this.#onTheWay.push(() => ({ message: isSlow ? this.#decoded(frame) : message, views }))
    return !isSlow
  }

  override send(text: string): void {
    const message = JSON.parse(text) as ControlMessage
    const views = message.type === 'subscribed' ? [this.#options.view()] : []
    this.#onTheWay.push(() => ({ message, views }))
  }

  #decoded({ payload }: FrameBytes): FrameMessage {
    const decoded = this.codec.name === 'json' ? decodeServerMessage(payload.toString()) : decodeBinaryFrame(payload)
    if (decoded.ok && decoded.message.type === 'frame') return decoded.message
    throw new Violation('BIN2', 'a frame that cannot be decoded was written')
  }

  /** The oldest messages that have not been received yet. */
  receive(count: number): Delivered[] {
    return this.#onTheWay.splice(0, count).map((receive) => receive())
  }

  jam(unsentBytes: number): void {
    this.isJammed = true
    this.unsentBytes = unsentBytes
  }

  drain(): void {
    this.isJammed = false
    this.unsentBytes = 0
  }
}
