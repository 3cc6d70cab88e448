import { FRESH_SPACE, type FrameSpace } from './frame-space.js'

/** One data frame, made once and shared by every socket that gets it. */
export class FrameBytes {
  readonly n: number
  /** The payload behind a server-to-client WebSocket header, ready for a socket. */
  readonly wire: Buffer
  /** Where the payload begins in `wire`. */
  readonly payloadStart: number

  constructor(n: number, wire: Buffer, payloadStart: number) {
    this.n = n
    this.wire = wire
    this.payloadStart = payloadStart
  }

  /** The frame without any transport header: a view into `wire`. */
  get payload(): Buffer {
    return this.wire.subarray(this.payloadStart)
  }

  get payloadBytes(): number {
    return this.wire.length - this.payloadStart
  }
}

export type FrameOpcode = 'text' | 'binary'

/** Length of an unmasked header for a payload (RFC 6455, 5.2). */
const headerBytes = (payloadBytes: number): number => (payloadBytes < 126 ? 2 : payloadBytes < 65_536 ? 4 : 10)

/**
 * Takes one piece of memory for header and payload, so that a frame costs no copy; the caller writes exactly `payloadBytes`
 * bytes into `wire` from `payloadStart` on. The header says FIN, no extension, unmasked (RFC 6455, 5.2).
 */
export function openFrame(
  n: number,
  opcode: FrameOpcode,
  payloadBytes: number,
  space: FrameSpace = FRESH_SPACE,
): FrameBytes {
  const start = headerBytes(payloadBytes)
  const wire = space.take(start + payloadBytes)
  wire[0] = 0x80 | (opcode === 'text' ? 0x1 : 0x2)
  if (start === 2) {
    wire[1] = payloadBytes
  } else if (start === 4) {
    wire[1] = 126
    wire[2] = payloadBytes >>> 8
    wire[3] = payloadBytes & 0xff
  } else {
    wire[1] = 127
    wire.writeUInt32BE(Math.floor(payloadBytes / 2 ** 32), 2)
    wire.writeUInt32BE(payloadBytes >>> 0, 6)
  }
  return new FrameBytes(n, wire, start)
}
