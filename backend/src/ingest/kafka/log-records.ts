import type { KafkaMessage } from 'kafkajs'
import type { LogRecord } from '../source.js'
import { publishedAt, type StampedMessage } from './published-at.js'

/** A message as a sink takes it. */
export const logRecord = (message: KafkaMessage & StampedMessage, receivedAtMs: number): LogRecord => ({
  offset: safeOffset(message.offset),
  timestamp: Number(message.timestamp),
  key: message.key,
  value: message.value,
  publishedAt: publishedAt(message, receivedAtMs),
})

/** Kafka's 64-bit offset as a number; a log of 2^53 records is a broken invariant. */
export function safeOffset(text: string): number {
  const offset = Number(text)
  if (!Number.isSafeInteger(offset)) throw new RangeError('an offset beyond 2^53')
  return offset
}
