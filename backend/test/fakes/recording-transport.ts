import type { CloseReason, ControlMessage, FrameMessage, ServerMessage } from '@tickwall/protocol'
import type { FrameBytes } from '../../src/lanes/frame-bytes.js'
import { jsonCodec } from '../../src/lanes/frame-codec.js'
import type { Transport } from '../../src/session/transport.js'

/** A socket in memory: keeps what it was given, in order, and pretends to be as full as a test says. */
export class RecordingTransport implements Transport {
  readonly codec = jsonCodec
  unsentBytes = 0
  pings = 0
  closedFor: CloseReason | null = null
  /** What a write costs, for example. */
  onWrite: () => void = () => undefined
  readonly messages: ServerMessage[] = []
  readonly frames: FrameBytes[] = []

  write(frame: FrameBytes): boolean {
    this.frames.push(frame)
    this.messages.push(JSON.parse(frame.payload.toString()) as FrameMessage)
    this.onWrite()
    // The frames are looked at later on.
    return false
  }
  send(text: string): void {
    this.messages.push(JSON.parse(text) as ControlMessage)
  }
  gather(): void {}
  handOver(): void {}
  ping(): void {
    this.pings++
  }
  close(reason: CloseReason): void {
    this.closedFor ??= reason
  }

  /** Takes what has come since the last call. */
  take(): ServerMessage[] {
    return this.messages.splice(0)
  }
  takeFrames(): FrameMessage[] {
    return this.take().filter((message): message is FrameMessage => message.type === 'frame')
  }
}
