import { isUtf8 } from 'node:buffer'
import { isNegative, isSegment, parseDecimal } from '@tickwall/protocol'
import type { BadReason } from './bad-reason.js'
import { eventTime } from './event-time.js'
import { MAX_LABEL_CHARS } from './label.js'
import { RecordScanner } from './record-scanner.js'
import type { LogName, LogRecord } from './source.js'
import type { MetricTick, QuoteTick, Tick, TradeTick } from './tick.js'

export { FUTURE_TOLERANCE_MS } from './event-time.js'
export const MAX_RECORD_BYTES = 1_048_576

const scanner = new RecordScanner()

interface Fields {
  readonly [field: string]: unknown
}

/** The checked tick of a record, or why it is bad. Never throws. Hot path, once a record; ordinary ones are scanned. */
export function decodeRecord(log: LogName, record: LogRecord): Tick | BadReason {
  return scanner.tick(log, record) ?? parseRecord(log, record)
}

/** The same by JSON.parse, which is the contract: whatever the scanner yields is what this yields. */
export function parseRecord(log: LogName, record: LogRecord): Tick | BadReason {
  const { value } = record
  if (value === null) return 'tombstone'
  if (value.length > MAX_RECORD_BYTES) return 'tooLarge'
  const fields = parseFields(value)
  if (typeof fields === 'string') return fields
  switch (fields['type']) {
    case 'trade':
      return log === 'ticks' ? decodeTrade(fields, record) : 'unknownType'
    case 'quote':
      return log === 'ticks' ? decodeQuote(fields, record) : 'unknownType'
    case 'metric':
      return log === 'metrics' ? decodeMetric(fields, record) : 'unknownType'
    default:
      return 'unknownType'
  }
}

function parseFields(value: Buffer): Fields | BadReason {
  const text = value.toString()
  // Decoding puts U+FFFD where bytes are not UTF-8; whether one was in the text itself only the bytes know.
  if (text.includes('\uFFFD') && !isUtf8(value)) return 'notJson'
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    // The only way in which JSON.parse says so.
    return 'notJson'
  }
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Fields) : 'notObject'
}

function decodeTrade(fields: Fields, record: LogRecord): TradeTick | BadReason {
  const { instrument, price: priceText, size: sizeText, side, id } = fields
  if (typeof instrument !== 'string' || !isSegment(instrument)) return 'badField'
  if (typeof priceText !== 'string' || typeof sizeText !== 'string') return 'badField'
  if (side !== 'buy' && side !== 'sell' && side !== undefined && side !== null) return 'badField'
  if (!isLabel(id)) return 'badField'
  if (!isKeyOf(record.key, instrument)) return 'keyMismatch'
  const time = eventTime(fields['time'], record.timestamp)
  if (typeof time === 'string') return time
  const price = parseDecimal(priceText)
  const size = parseDecimal(sizeText)
  if (price === null || size === null) return 'badDecimal'
  if (isNegative(size)) return 'negativeSize'
  return { type: 'trade', instrument, time, price, size, side: side ?? null, id: id ?? null }
}

function decodeQuote(fields: Fields, record: LogRecord): QuoteTick | BadReason {
  const { instrument, bid: bidText, bidSize: bidSizeText, ask: askText, askSize: askSizeText } = fields
  if (typeof instrument !== 'string' || !isSegment(instrument)) return 'badField'
  if (typeof bidText !== 'string' || typeof askText !== 'string') return 'badField'
  if (!isOptionalText(bidSizeText) || !isOptionalText(askSizeText)) return 'badField'
  if (!isKeyOf(record.key, instrument)) return 'keyMismatch'
  const time = eventTime(fields['time'], record.timestamp)
  if (typeof time === 'string') return time
  const bid = parseDecimal(bidText)
  const ask = parseDecimal(askText)
  if (bid === null || ask === null) return 'badDecimal'
  const bidSize = typeof bidSizeText === 'string' ? parseDecimal(bidSizeText) : null
  const askSize = typeof askSizeText === 'string' ? parseDecimal(askSizeText) : null
  if ((bidSize === null && typeof bidSizeText === 'string') || (askSize === null && typeof askSizeText === 'string'))
    return 'badDecimal'
  if ((bidSize !== null && isNegative(bidSize)) || (askSize !== null && isNegative(askSize))) return 'negativeSize'
  return { type: 'quote', instrument, time, bid, bidSize, ask, askSize }
}

function decodeMetric(fields: Fields, record: LogRecord): MetricTick | BadReason {
  const { host, name, unit, value } = fields
  if (typeof host !== 'string' || !isSegment(host) || typeof name !== 'string' || !isSegment(name)) return 'badField'
  if (typeof value !== 'number' || !Number.isFinite(value) || !isLabel(unit)) return 'badField'
  if (!isKeyOf(record.key, host)) return 'keyMismatch'
  const time = eventTime(fields['time'], record.timestamp)
  if (typeof time === 'string') return time
  return { type: 'metric', host, name, unit: unit ?? null, time, value }
}

const isOptionalText = (value: unknown): value is string | null | undefined =>
  typeof value === 'string' || value === undefined || value === null

/** An optional short text. An empty one is refused: as a trade id it would make every trade a duplicate. */
const isLabel = (value: unknown): value is string | null | undefined =>
  isOptionalText(value) && (typeof value !== 'string' || (value.length > 0 && value.length <= MAX_LABEL_CHARS))

/** Whether the key is the name in UTF-8. ASCII names, nearly all there are, are compared without an allocation. */
function isKeyOf(key: Buffer | null, name: string): boolean {
  if (key === null) return false
  // Any other character takes more bytes than UTF-16 units, so equal lengths mean ASCII or a mismatch.
  if (key.length !== name.length) return key.length > name.length && key.equals(Buffer.from(name))
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i)
    if (code > 0x7f || key[i] !== code) return false
  }
  return true
}
