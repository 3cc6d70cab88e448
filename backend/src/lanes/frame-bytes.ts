/** One data frame, made once and shared by every socket that gets it. */
export interface FrameBytes {
  /** The frame's number and the payload, without any transport header. */
  readonly n: number
  readonly payload: Buffer
  /** The payload behind a server-to-client WebSocket header (RFC 6455, 5.2: FIN, text or binary, unmasked), ready for a socket. */
  readonly wire: Buffer
}
