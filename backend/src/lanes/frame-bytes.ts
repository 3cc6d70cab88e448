/** One data frame, made once and shared by every socket that gets it. */
export interface FrameBytes {
  readonly n: number
  /** The frame without any transport header: a view into `wire`. */
  readonly payload: Buffer
  /** The payload behind a server-to-client WebSocket header, ready for a socket. */
  readonly wire: Buffer
}

export type FrameOpcode = 'text' | 'binary'

/** Length of an unmasked header for a payload (RFC 6455, 5.2). */
const headerBytes = (payloadBytes: number): number => (payloadBytes < 126 ? 2 : payloadBytes < 65_536 ? 4 : 10)

/**
 * Allocates one buffer for header and payload and lets `fill` write the payload, so that a frame costs one allocation
 * and no copy. `payloadBytes` must be exact. The header says FIN, no extension, unmasked (RFC 6455, 5.2).
 */
export function buildFrame(
  n: number,
  opcode: FrameOpcode,
  payloadBytes: number,
  fill: (target: Buffer, at: number) => void,
): FrameBytes {
  const start = headerBytes(payloadBytes)
  const wire = Buffer.allocUnsafe(start + payloadBytes)
  wire[0] = 0x80 | (opcode === 'text' ? 0x1 : 0x2)
  if (start === 2) {
    wire[1] = payloadBytes
  } else if (start === 4) {
    wire[1] = 126
    wire.writeUInt16BE(payloadBytes, 2)
  } else {
    wire[1] = 127
    wire.writeUInt32BE(Math.floor(payloadBytes / 2 ** 32), 2)
    wire.writeUInt32BE(payloadBytes >>> 0, 6)
  }
  fill(wire, start)
  return { n, wire, payload: wire.subarray(start) }
}
