/** Bounds of one session; defaults and documentation stand in the configuration's schema. */
export interface SessionLimits {
  /** Topics a connection may hold at once. */
  readonly topics: number
  /** Longest client message, bytes. */
  readonly messageBytes: number
  /** Sustained client messages a second (`ack` does not count); twice as many may come at once. */
  readonly messagesPerSecond: number
  /** Answers with an error that may come at once; one more is forgiven each second. */
  readonly errors: number
  /** Longest time from open to the first message, ms. */
  readonly handshakeTimeoutMs: number
  /** A heartbeat goes out when nothing else did for this long, ms. */
  readonly heartbeatMs: number
  /** A peer that gave no sign of life, not even a pong, for this long is swept, ms. */
  readonly silenceMs: number
  /** An unacknowledged frame older than this makes the session conflate, ms. */
  readonly windowMs: number
  /** An unacknowledged frame older than this ends the session, ms. */
  readonly unackedMs: number
  /** Unsent bytes above which a session is skipped (INV6). */
  readonly unsentBytes: number
}
