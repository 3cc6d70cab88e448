import { deflated } from './deflated.js'
import { FRESH_SPACE, type FrameSpace } from './frame-space.js'

/** Below this, in bytes, deflating a frame saves less than a packet. */
const WORTH_BYTES = 512
/** Deflating costs as much as five writes; shared by so many, it saves more than that in bytes that the kernel copies. */
const WORTH_SHARERS = 10

/** One data frame, made once and shared by every socket that gets it. */
export class FrameBytes {
  readonly n: number
  /** The payload behind a server-to-client WebSocket header, ready for a socket. */
  readonly wire: Buffer
  /** Where the payload begins in `wire`. */
  readonly payloadStart: number
  /** How many get it. */
  sharers = 1
  #deflatedWire: Buffer | null = null

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

  /** For a socket that may be sent deflated messages (RFC 7692): deflated once for all of them, and only where many share it. */
  get deflatedWire(): Buffer {
    if (this.sharers < WORTH_SHARERS || this.payloadBytes < WORTH_BYTES) return this.wire
    return (this.#deflatedWire ??= this.#deflate())
  }

  #deflate(): Buffer {
    const payload = deflated(this.payload)
    if (payload.length >= this.payloadBytes) return this.wire
    const wire = openWire((this.wire[0] as number) | RSV1, payload.length, FRESH_SPACE)
    wire.set(payload, wire.length - payload.length)
    return wire
  }
}

export type FrameOpcode = 'text' | 'binary'

/** Says that a message is deflated (RFC 7692, 6). */
const RSV1 = 0x40

/** Length of an unmasked header for a payload (RFC 6455, 5.2). */
const headerBytes = (payloadBytes: number): number => (payloadBytes < 126 ? 2 : payloadBytes < 65_536 ? 4 : 10)

/** Memory for a payload behind its header, which is written already. `first` is the header's first byte. */
function openWire(first: number, payloadBytes: number, space: FrameSpace): Buffer {
  const start = headerBytes(payloadBytes)
  const wire = space.take(start + payloadBytes)
  wire[0] = first
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
  return wire
}

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
  const wire = openWire(0x80 | (opcode === 'text' ? 0x1 : 0x2), payloadBytes, space)
  return new FrameBytes(n, wire, wire.length - payloadBytes)
}
