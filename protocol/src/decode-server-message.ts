import { type ErrorCode, NOTICE_REASONS, type NoticeReason, isErrorCode } from './codes.js'
import type {
  DeltaPart,
  RejectedTopic,
  ServerMessage,
  SnapshotPart,
  SubscribedTopic,
  SubscriptionStart,
} from './message.js'
import type { SourceState } from './source-state.js'
import {
  type JsonObject,
  isAbsentOr,
  isCount,
  isEpoch,
  isFiniteNumber,
  isListOf,
  isObject,
  isOffset,
  isRate,
  isRequestId,
  isText,
  readObject,
} from './wire-value.js'

/** `unknownType` is to be ignored (a newer server may say more); `malformed` means that the two do not speak the same protocol. */
export type DecodedServerMessage =
  | { readonly ok: true; readonly message: ServerMessage }
  | { readonly ok: false; readonly code: 'malformed' | 'unknownType'; readonly message: string }

const MALFORMED: DecodedServerMessage = { ok: false, code: 'malformed', message: 'not a message of this protocol' }
const UNKNOWN: DecodedServerMessage = { ok: false, code: 'unknownType', message: 'this message is not known' }

/**
 * What the server said, checked as far as a client relies on it: of snapshots and deltas the shape, not each value.
 * Hot path. Answers any text; never throws.
 */
export const decodeServerMessage = (text: string): DecodedServerMessage => checkServerMessage(readObject(text))

/** As `decodeServerMessage`, for a message that came as part of a larger JSON text. Answers any value; never throws. */
export function checkServerMessage(value: unknown): DecodedServerMessage {
  if (!isObject(value) || typeof value['type'] !== 'string') return MALFORMED
  if (!Object.hasOwn(CHECKS, value['type'])) return UNKNOWN
  const type = value['type'] as ServerMessage['type']
  if (!isFiniteNumber(value['ts']) || !CHECKS[type](value)) return MALFORMED
  if (type === 'notice' && !isNoticeReason(value['reason'])) return UNKNOWN
  const hasCodes = type === 'error' || type === 'subscribed' || type === 'authenticated'
  const known = hasCodes ? withKnownCodes(value) : value
  return { ok: true, message: known as unknown as ServerMessage }
}

const CHECKS: { readonly [type in ServerMessage['type']]: (value: JsonObject) => boolean } = {
  hello: (m) =>
    m['version'] === 1 &&
    isText(m['server']) &&
    isText(m['build']) &&
    isText(m['session']) &&
    isPositive(m['heartbeatMs']) &&
    isPositive(m['windowMs']) &&
    isListOf(m['rates'], isRate) &&
    isSource(m['source']) &&
    isAbsentOr(m['delayMs'], isPositive) &&
    isObject(m['limits']) &&
    isCount(m['limits']['topics']) &&
    isCount(m['limits']['messageBytes']) &&
    isFiniteNumber(m['limits']['messagesPerSecond']),
  frame: (m) =>
    isCount(m['n']) &&
    isAbsentOr(m['prev'], isCount) &&
    isFiniteNumber(m['at']) &&
    (m['snapshots'] === undefined || isListOf(m['snapshots'], isSnapshotPart)) &&
    (m['deltas'] === undefined || isListOf(m['deltas'], isDeltaPart)),
  subscribed: (m) =>
    isRequestId(m['id']) && isListOf(m['topics'], isSubscribedTopic) && isListOf(m['rejected'], isRejectedTopic),
  unsubscribed: (m) => isRequestId(m['id']) && isListOf(m['topics'], isText),
  rated: (m) => isRequestId(m['id']) && isListOf(m['topics'], isRatedTopic),
  pong: (m) => isRequestId(m['id']),
  heartbeat: (m) => isSource(m['source']),
  authenticated: (m) =>
    isRequestId(m['id']) &&
    (m['expiresAt'] === null || isFiniteNumber(m['expiresAt'])) &&
    (m['rejected'] === undefined || isListOf(m['rejected'], isRejectedTopic)),
  notice: (m) =>
    isText(m['reason']) &&
    (m['topics'] === undefined || isListOf(m['topics'], isText)) &&
    isAbsentOr(m['hz'], isRate) &&
    isAbsentOr(m['expiresAt'], isFiniteNumber),
  error: (m) =>
    isAbsentOr(m['id'], isRequestId) &&
    isText(m['code']) &&
    isText(m['message']) &&
    typeof m['retryable'] === 'boolean',
  closing: (m) => isCount(m['code']) && isText(m['reason']) && isFiniteNumber(m['retryAfterMs']),
}

const isPositive = (value: unknown): value is number => isFiniteNumber(value) && value > 0
const isSource = (value: unknown): value is SourceState =>
  value === 'live' || value === 'lost' || value === 'catchingUp'
const isStart = (value: unknown): value is SubscriptionStart =>
  value === 'snapshot' || value === 'resume' || value === 'reset'
const isNoticeReason = (value: unknown): value is NoticeReason => (NOTICE_REASONS as readonly unknown[]).includes(value)

const isSnapshotPart = (value: unknown): value is SnapshotPart =>
  isObject(value) &&
  isCount(value['ref']) &&
  isEpoch(value['epoch']) &&
  isOffset(value['offset']) &&
  isObject(value['state'])
const isDeltaPart = (value: unknown): value is DeltaPart =>
  Array.isArray(value) && value.length === 3 && isCount(value[0]) && isOffset(value[1]) && isObject(value[2])
const isSubscribedTopic = (value: unknown): value is SubscribedTopic =>
  isObject(value) && isText(value['topic']) && isCount(value['ref']) && isRate(value['hz']) && isStart(value['start'])
const isRatedTopic = (value: unknown): value is { topic: string; hz: number } =>
  isObject(value) && isText(value['topic']) && isRate(value['hz'])
const isRejectedTopic = (value: unknown): value is RejectedTopic =>
  isObject(value) && isText(value['topic']) && isText(value['code']) && isText(value['message'])

/** A code that this client does not know reads as `internal`: its request has failed all the same. */
const knownCode = (code: unknown): ErrorCode => (isErrorCode(code) ? code : 'internal')

function withKnownCodes(value: JsonObject): JsonObject {
  if (value['type'] === 'error') return { ...value, code: knownCode(value['code']) }
  if (value['rejected'] === undefined) return value
  const rejected = (value['rejected'] as readonly RejectedTopic[]).map((entry) => ({
    ...entry,
    code: knownCode(entry.code),
  }))
  return { ...value, rejected }
}
