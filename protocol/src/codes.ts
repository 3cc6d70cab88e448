/**
 * Close codes. The range alone is the instruction, also for a code a client does not know:
 * 4000-4499 and the standard ones reconnect with backoff, 4500-4999 do not reconnect.
 */
export const CLOSE_CODES = {
  normal: { code: 1000, text: 'closed by the client' },
  goingAway: { code: 1001, text: 'the peer is going away' },
  tooBig: { code: 1009, text: 'a message exceeded messageBytes' },
  internalError: { code: 1011, text: 'an unexpected fault on the server' },
  restarting: { code: 1012, text: 'the server restarts; come back after retryAfterMs' },
  tryLater: { code: 1013, text: 'the server is overloaded; come back later' },
  heartbeatLost: { code: 4000, text: 'the peer was silent for too long' },
  slowConsumer: { code: 4001, text: 'frames were left unread for too long' },
  handshakeTimeout: { code: 4002, text: 'no message came within the handshake time' },
  tokenExpired: { code: 4003, text: 'the token expired and was not renewed' },
  rebalance: { code: 4004, text: 'the client is to come anew: to spread the load, or for data of another delay' },
  badToken: { code: 4500, text: 'the token is not valid' },
  forbidden: { code: 4501, text: 'this client may not connect' },
  protocolError: { code: 4502, text: 'the peer broke the protocol' },
  tooManyErrors: { code: 4503, text: 'too many messages were answered with an error' },
  rateAbuse: { code: 4504, text: 'the message rate stayed above the limit' },
  replaced: { code: 4505, text: 'a newer connection took this one over' },
} as const
export type CloseReason = keyof typeof CLOSE_CODES

/** Whether a client may come back after this close code (an absent code is 1006: it may). */
export const mayReconnect = (code: number): boolean =>
  code !== CLOSE_CODES.normal.code && !(code >= 4500 && code <= 4999)

/** Codes of error messages: the connection stays. `retryable` says whether the same request may succeed later. */
export const ERROR_CODES = {
  badRequest: { retryable: false, text: 'the message is not valid' },
  unknownType: { retryable: false, text: 'the message type is not known' },
  unknownTopic: { retryable: false, text: 'the topic is malformed, or its kind or interval is not known' },
  forbiddenTopic: { retryable: false, text: 'the topic may not be subscribed to' },
  tooManyTopics: { retryable: false, text: 'the connection has reached its limit of topics' },
  rateLimited: { retryable: true, text: 'too many messages a second' },
  tokenExpired: { retryable: true, text: 'the token expired; send a new one' },
  notReady: { retryable: true, text: 'the server is not ready yet' },
  internal: { retryable: true, text: 'an unexpected fault on the server' },
} as const
export type ErrorCode = keyof typeof ERROR_CODES

export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(ERROR_CODES, value)

/** Codes of HTTP answers before or instead of an upgrade: `{code, message}` bodies. */
export const HTTP_ERRORS = {
  badRequest: { status: 400, text: 'the request is not valid' },
  unauthorized: { status: 401, text: 'a valid token is required' },
  forbidden: { status: 403, text: 'the origin or the policy forbids it' },
  notFound: { status: 404, text: 'there is nothing here' },
  methodNotAllowed: { status: 405, text: 'the method is not allowed here' },
  requestTimeout: { status: 408, text: 'the headers did not come in time' },
  payloadTooLarge: { status: 413, text: 'the body is too large' },
  uriTooLong: { status: 414, text: 'the URI is too long; send the same names as JSON by POST' },
  upgradeRequired: { status: 426, text: 'this address speaks WebSocket; you would be admitted' },
  tooManyRequests: { status: 429, text: 'too many requests; come back later' },
  tooManyFromAddress: { status: 429, text: 'too many connections from this address' },
  tooManyOfUser: { status: 429, text: 'too many connections of this user' },
  connectingTooFast: { status: 429, text: 'too many new connections a second from this address' },
  internal: { status: 500, text: 'an unexpected fault on the server' },
  notReady: { status: 503, text: 'the server is not ready' },
  tooManyPending: { status: 503, text: 'too many callers wait to be let in' },
} as const
export type HttpErrorCode = keyof typeof HTTP_ERRORS

/** Why a server tells something unasked. */
export const NOTICE_REASONS = [
  'degraded',
  'behind',
  'sourceLost',
  'sourceBack',
  'reset',
  'gap',
  'tokenExpiring',
] as const
export type NoticeReason = (typeof NOTICE_REASONS)[number]

/** What each notice means for a client. */
export const NOTICE_TEXTS: { readonly [reason in NoticeReason]: string } = {
  degraded: 'the server sends less often than was granted, at `hz`',
  behind: 'the client is ahead of this server; the topics go on once it has caught up',
  sourceLost: 'the server has lost its source; what it knows stays served and does not advance',
  sourceBack: 'the source is back',
  reset: 'what the client holds belongs to another log or another way of folding it; snapshots follow',
  gap: "what happened since the client's position can no longer be told; snapshots follow",
  tokenExpiring: 'the token ends at `expiresAt`; send a new one by `auth`',
}
