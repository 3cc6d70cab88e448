import { type Decimal, isNegative, parseDecimal } from '@tickwall/protocol'
import { eventTime } from './event-time.js'
import { KnownNames } from './known-names.js'
import { MAX_LABEL_CHARS } from './label.js'
import { PlacedRecord } from './placed-record.js'
import * as F from './record-fields.js'
import type { LogName, LogRecord } from './source.js'
import type { MetricTick, QuoteTick, Tick, TradeTick } from './tick.js'

/** Ordinary records are a tenth of this. */
const MAX_SCANNED_BYTES = 1024
/** V8 keeps a part of at least so many characters as a reference to the whole text, which must not live on in state. */
const REFERRING_CHARS = 13
/** So many digits of a number are exact, and so is every step towards it. */
const EXACT_DIGITS = 15

const SPACE = 0x20
const QUOTE = 0x22
const COMMA = 0x2c
const MINUS = 0x2d
const POINT = 0x2e
const ZERO = 0x30
const BACKSLASH = 0x5c
const LETTER_E = 0x65
const OPEN = 0x7b
const CLOSE = 0x7d
const TILDE = 0x7e

const NULL = F.word('null')
const TRADE = F.word('trad')
const QUOTE_TYPE = F.word('quot')
const METRIC = F.word('metr')
const END_OF_METRIC = F.word('ric"')
const BUY = F.word('buy"')
const SELL = F.word('sell')
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

const ALL_OF_TRADE = F.TYPE.bit | F.INSTRUMENT.bit | F.PRICE.bit | F.SIZE.bit
const ALL_OF_QUOTE = F.TYPE.bit | F.INSTRUMENT.bit | F.BID.bit | F.ASK.bit
const ALL_OF_METRIC = F.TYPE.bit | F.HOST.bit | F.NAME.bit | F.VALUE.bit

/**
 * Reads records as nearly all producers write them, without JSON.parse: one object of known fields in any order; printable
 * ASCII without an escape; no space but after commas and colons. A good record of that kind yields the tick that JSON.parse
 * and the checks would; any other yields null, and those decide.
 */
export class RecordScanner {
  readonly #names = new KnownNames()
  /** The memory that the record lies in, which it shares with others. */
  #memory: ArrayBufferLike = new ArrayBuffer(0)
  #bytes = new Uint8Array(this.#memory)
  #view = new DataView(this.#memory)
  #buffer: Buffer = Buffer.alloc(0)
  /** Where it begins in memory. */
  #origin = 0
  /** All of the value, its bytes as characters. */
  #text = ''
  #start = 0
  #end = 0
  #at = 0
  /** The bits of the fields met so far; what a slot holds counts only with its bit. */
  #met = 0
  readonly #decimals: (Decimal | null)[] = Array.from(F.fieldsByWord, () => null)
  readonly #texts: (string | null)[] = Array.from(F.fieldsByWord, () => null)
  #type = 0
  #side: 'buy' | 'sell' | null = null
  #time: number | null = null
  #number = 0
  #subject: F.RecordField = F.INSTRUMENT
  #subjectAt = 0

  /** Hot path, once a record. */
  tick(log: LogName, record: LogRecord): Tick | null {
    this.#subject = log === 'ticks' ? F.INSTRUMENT : F.HOST
    if (!(record instanceof PlacedRecord ? this.#scanPlaced(record) : this.#scan(record))) return null
    const time = eventTime(this.#has(F.TIME.bit) ? this.#time : null, record.timestamp)
    if (typeof time === 'string') return null
    // The subject tells ticks from metrics: a metric has no instrument, and a tick no host.
    switch (this.#type) {
      case TRADE:
        return log === 'ticks' ? this.#trade(time) : null
      case QUOTE_TYPE:
        return log === 'ticks' ? this.#quote(time) : null
      default:
        return log === 'metrics' ? this.#metric(time) : null
    }
  }

  #scanPlaced({ bytes, keyAt, keyLength, valueAt, valueLength }: PlacedRecord): boolean {
    if (keyLength < 0 || valueLength < 0) return false
    return this.#scanAt(bytes, valueAt, valueLength) && this.#isSubject(bytes, keyAt, keyLength)
  }

  #scan({ key, value }: LogRecord): boolean {
    if (key === null || value === null) return false
    return this.#scanAt(value, 0, value.length) && this.#isSubject(key, 0, key.length)
  }

  #scanAt(buffer: Buffer, at: number, length: number): boolean {
    if (length > MAX_SCANNED_BYTES) return false
    // A record's own array would be made anew each time; that of its memory serves for hundreds.
    if (buffer.buffer !== this.#memory) {
      this.#memory = buffer.buffer
      this.#bytes = new Uint8Array(this.#memory)
      this.#view = new DataView(this.#memory)
    }
    this.#buffer = buffer
    this.#origin = buffer.byteOffset
    this.#text = buffer.toString('latin1', at, at + length)
    this.#start = this.#origin + at
    this.#end = this.#start + length
    this.#at = this.#start
    this.#met = 0
    return this.#object()
  }

  #has(bits: number): boolean {
    return (this.#met & bits) === bits
  }

  /** Whether a key names what the value is about. */
  #isSubject(key: Buffer, at: number, length: number): boolean {
    const name = this.#has(this.#subject.bit) ? this.#texts[this.#subject.slot] : null
    if (name === null || name === undefined || length !== name.length) return false
    const bytes = this.#bytes
    const subject = this.#subjectAt
    for (let i = 0; i < length; i++) if (key[at + i] !== bytes[subject + i]) return false
    return true
  }

  #trade(time: number): TradeTick | null {
    const instrument = this.#texts[F.INSTRUMENT.slot] as string
    const price = this.#decimals[F.PRICE.slot] as Decimal | null
    const size = this.#decimals[F.SIZE.slot] as Decimal | null
    if (!this.#has(ALL_OF_TRADE) || price === null || size === null || isNegative(size)) return null
    const side = this.#has(F.SIDE.bit) ? this.#side : null
    const id = this.#has(F.ID.bit) ? (this.#texts[F.ID.slot] as string | null) : null
    return { type: 'trade', instrument, time, price, size, side, id }
  }

  #quote(time: number): QuoteTick | null {
    const instrument = this.#texts[F.INSTRUMENT.slot] as string
    const bid = this.#decimals[F.BID.slot] as Decimal | null
    const ask = this.#decimals[F.ASK.slot] as Decimal | null
    if (!this.#has(ALL_OF_QUOTE) || bid === null || ask === null) return null
    const bidSize = this.#has(F.BID_SIZE.bit) ? (this.#decimals[F.BID_SIZE.slot] as Decimal | null) : null
    const askSize = this.#has(F.ASK_SIZE.bit) ? (this.#decimals[F.ASK_SIZE.slot] as Decimal | null) : null
    if ((bidSize !== null && isNegative(bidSize)) || (askSize !== null && isNegative(askSize))) return null
    return { type: 'quote', instrument, time, bid, bidSize, ask, askSize }
  }

  #metric(time: number): MetricTick | null {
    if (!this.#has(ALL_OF_METRIC)) return null
    const host = this.#texts[F.HOST.slot] as string
    const name = this.#texts[F.NAME.slot] as string
    const unit = this.#has(F.UNIT.bit) ? (this.#texts[F.UNIT.slot] as string | null) : null
    return { type: 'metric', host, name, unit, time, value: this.#number }
  }

  /** Whether all of the value is one object of such fields. What lies beyond its end cannot end at its end. */
  #object(): boolean {
    const bytes = this.#bytes
    if (bytes[this.#at++] !== OPEN) return false
    for (;;) {
      if (bytes[this.#at++] !== QUOTE) return false
      const field = F.fieldsByWord.get(this.#word())
      if (field === undefined) return false
      this.#met |= field.bit
      this.#at += 4
      const { rest } = field
      for (let i = 0; i < rest.length; i++) if (bytes[this.#at++] !== rest[i]) return false
      this.#skipSpace()
      if (!this.#fieldValue(field)) return false
      const next = bytes[this.#at++]
      if (next !== COMMA) return next === CLOSE && this.#at === this.#end
      this.#skipSpace()
    }
  }

  #fieldValue(field: F.RecordField): boolean {
    switch (field.kind) {
      case 'decimal':
        return this.#decimal(field.slot)
      case 'name':
        return this.#name(field)
      case 'time':
        return this.#milliseconds()
      case 'type':
        return this.#typeName()
      case 'side':
        return this.#sideName()
      case 'label':
        return this.#label(field.slot)
      case 'number':
        return this.#anyNumber()
    }
  }

  /** Four bytes from here on, none of them beyond the end. */
  #word(): number {
    return this.#at + 4 <= this.#end ? this.#view.getInt32(this.#at, true) : 0
  }

  #skipSpace(): void {
    while (this.#bytes[this.#at] === SPACE) this.#at += 1
  }

  #isNull(): boolean {
    if (this.#word() !== NULL) return false
    this.#at += 4
    return true
  }

  /** What stands from `from` to `to`, as a text of its own. */
  #slice(from: number, to: number): string {
    const start = this.#start
    if (to - from < REFERRING_CHARS) return this.#text.slice(from - start, to - start)
    return this.#buffer.toString('latin1', from - this.#origin, to - this.#origin)
  }

  #typeName(): boolean {
    if (this.#bytes[this.#at++] !== QUOTE) return false
    this.#type = this.#word()
    switch (this.#type) {
      case TRADE:
      case QUOTE_TYPE:
        this.#at += 4
        return this.#bytes[this.#at++] === LETTER_E && this.#bytes[this.#at++] === QUOTE
      case METRIC:
        this.#at += 3
        if (this.#word() !== END_OF_METRIC) return false
        this.#at += 4
        return true
      default:
        return false
    }
  }

  #sideName(): boolean {
    this.#side = null
    if (this.#bytes[this.#at] !== QUOTE) return this.#isNull()
    this.#at += 1
    const side = this.#word()
    this.#at += 4
    if (side === BUY) this.#side = 'buy'
    else if (side === SELL && this.#bytes[this.#at++] === QUOTE) this.#side = 'sell'
    return this.#side !== null
  }

  #milliseconds(): boolean {
    const bytes = this.#bytes
    const start = this.#at
    let at = start
    let ms = 0
    for (; ; at++) {
      const digit = (bytes[at] as number) - ZERO
      if (!(digit >= 0 && digit <= 9)) break
      ms = ms * 10 + digit
    }
    this.#at = at
    this.#time = at === start ? null : ms
    if (at === start) return this.#isNull()
    return at - start <= EXACT_DIGITS && (at - start === 1 || bytes[start] !== ZERO)
  }

  /** A decimal, read as `parseDecimal` does, which is asked itself for what is not short and plain. */
  #decimal(slot: number): boolean {
    const bytes = this.#bytes
    this.#decimals[slot] = null
    if (bytes[this.#at] !== QUOTE) return this.#isNull()
    const start = this.#at + 1
    const first = bytes[start] === MINUS ? start + 1 : start
    let at = first
    let units = 0
    // Zeros that end the fraction so far: they count only once another digit follows.
    let zeros = 0
    let scale = 0
    let point = 0
    for (; ; at++) {
      const byte = bytes[at] as number
      const digit = byte - ZERO
      if (digit >= 0 && digit <= 9) {
        if (point === 0) units = units * 10 + digit
        else if (digit === 0) zeros += 1
        else {
          scale += zeros + 1
          for (; zeros > 0; zeros--) units *= 10
          units = units * 10 + digit
        }
      } else if (byte === QUOTE) break
      else if (byte === POINT && point === 0 && at > first) point = at
      else return false
    }
    this.#at = at + 1
    const text = this.#slice(start, at)
    const isPlain = at > first && at - first <= EXACT_DIGITS && at - 1 !== point
    if (isPlain) {
      const places = point === 0 ? 0 : at - point - 1
      this.#decimals[slot] = { text, units: first > start && units !== 0 ? -units : units, scale, places }
    } else this.#decimals[slot] = parseDecimal(text)
    return this.#decimals[slot] !== null
  }

  #name(field: F.RecordField): boolean {
    if (this.#bytes[this.#at++] !== QUOTE) return false
    const start = this.#at
    const end = this.#text.indexOf('"', start - this.#start) + this.#start
    if (end <= start) return false
    const name = this.#names.get(this.#slice(start, end))
    this.#texts[field.slot] = name
    this.#at = end + 1
    if (field === this.#subject) this.#subjectAt = start
    return name !== null
  }

  /** An optional short text; an empty one is bad, and so is a long one. */
  #label(slot: number): boolean {
    const bytes = this.#bytes
    this.#texts[slot] = null
    if (bytes[this.#at] !== QUOTE) return this.#isNull()
    const start = this.#at + 1
    let at = start
    for (; bytes[at] !== QUOTE; at++) {
      const byte = bytes[at] as number
      if (!(byte >= SPACE && byte <= TILDE) || byte === BACKSLASH) return false
    }
    this.#at = at + 1
    this.#texts[slot] = this.#slice(start, at)
    return at > start && at - start <= MAX_LABEL_CHARS
  }

  #anyNumber(): boolean {
    const start = this.#at
    const bytes = this.#bytes
    while (bytes[this.#at] !== COMMA && bytes[this.#at] !== CLOSE && this.#at < this.#end) this.#at += 1
    const text = this.#slice(start, this.#at)
    this.#number = Number(text)
    return JSON_NUMBER.test(text) && Number.isFinite(this.#number)
  }
}
