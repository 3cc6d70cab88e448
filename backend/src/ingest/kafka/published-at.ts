import type { IHeaders } from 'kafkajs'

/** Kafka's number for a timestamp that the broker set when it appended the record. */
const logAppendTime = 1

/** What is needed of a message as kafkajs hands it over. */
export interface StampedMessage {
  readonly timestamp: string
  readonly headers?: IHeaders | undefined
  /** Not in kafkajs's types, but on each of its messages since record format 2. */
  readonly batchContext?: { readonly timestampType?: number } | undefined
}

/**
 * When a record was published, ms: header `published-at`, else the record's timestamp if the broker set it (LogAppendTime), else
 * when it was received. Hot: once a record.
 */
export function publishedAt(message: StampedMessage, receivedAtMs: number): number {
  const header = message.headers?.['published-at']
  const stamped = header === undefined ? null : milliseconds(Array.isArray(header) ? header.at(-1) : header)
  if (stamped !== null) return stamped
  return message.batchContext?.timestampType === logAppendTime ? Number(message.timestamp) : receivedAtMs
}

/** ASCII digits to ms; null for anything else and for more than 15 of them, which is past the year 33,000 anyway. */
function milliseconds(text: Buffer | string | undefined): number | null {
  if (text === undefined || text.length === 0 || text.length > 15) return null
  const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text
  let value = 0
  for (const byte of bytes) {
    if (byte < 0x30 || byte > 0x39) return null
    value = value * 10 + byte - 0x30
  }
  return value
}
