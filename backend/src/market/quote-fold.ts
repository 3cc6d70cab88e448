import { QUOTE_FIELDS, type Changes, type QuoteField, type QuoteState } from '@tickwall/protocol'
import type { QuoteTick, TradeTick } from '../ingest/tick.js'
import type { FoldCounts } from './fold-counts.js'
import { QuoteDay } from './quote-day.js'
import { DAY_MS, sessionOf } from './session-clock.js'
import { SEES_ALL, type TopicFold } from './topic-fold.js'

const at = (field: QuoteField): number => QUOTE_FIELDS.indexOf(field)
const LAST = at('last')
const LAST_SIZE = at('lastSize')
const LAST_SIDE = at('lastSide')
const BID = at('bid')
const BID_SIZE = at('bidSize')
const ASK = at('ask')
const ASK_SIZE = at('askSize')
const OPEN = at('open')
const HIGH = at('high')
const LOW = at('low')
const PREV_CLOSE = at('prevClose')
const VOLUME = at('volume')
const TURNOVER = at('turnover')
const TRADES = at('trades')
const TICK_AT = at('tickAt')
const QUOTE_AT = at('quoteAt')
const SESSION = at('session')
const DECIMALS = at('decimals')
const PARTIAL = at('partial')

/**
 * `quote/<instrument>` [STA1]. The log's order is the truth for last, bid and ask [FOLD1]; only a trade turns the session
 * [FOLD2]; a trade of an older session touches no day field [FOLD3]. A field's version moves only when its text differs
 * (INV3), save that a new session restates its day fields. Hot path: no allocation but the day's new high or low.
 */
export class QuoteFold implements TopicFold {
  /**
   * By index of QUOTE_FIELDS; null = absent, undefined = not known, for the past was not seen. Day fields live in `#day`,
   * `partial` follows from `#blindUntilMs`.
   */
  readonly #values: unknown[] = QUOTE_FIELDS.map(() => null)
  readonly #versions = new Float64Array(QUOTE_FIELDS.length).fill(-1)
  readonly #sessionStartMs: number
  readonly #counts: FoldCounts
  #version = -1
  #publishedAt = 0
  #sessionMs = -Infinity
  #sessionEndMs = -Infinity
  /** Null before the first trade, and while the session began at or before `#blindUntilMs`. */
  #day: QuoteDay | null = null
  #blindUntilMs = SEES_ALL
  #elsewhereMs = -Infinity
  #priceDecimals = -1
  #sizeDecimals = 0

  constructor(sessionStartMs: number, counts: FoldCounts) {
    this.#sessionStartMs = sessionStartMs
    this.#counts = counts
  }

  get version(): number {
    return this.#version
  }
  get publishedAt(): number {
    return this.#publishedAt
  }

  trade(tick: TradeTick, offset: number, publishedAt: number): void {
    const { price, size, time } = tick
    this.#begin(offset)
    if (time >= this.#sessionEndMs) this.#turn(tick, offset)
    this.#set(LAST, price.text, offset)
    this.#set(LAST_SIZE, size.text, offset)
    this.#set(LAST_SIDE, tick.side, offset)
    this.#set(TICK_AT, time, offset)
    this.#growDecimals(price.places, size.places, offset)
    if (time < this.#sessionMs) this.#counts.lateTrades += 1
    else if (this.#day !== null) this.#count(this.#day, tick, offset)
    if (this.#version === offset) this.#publishedAt = publishedAt
  }

  quote(tick: QuoteTick, offset: number, publishedAt: number): void {
    const { bid, bidSize, ask, askSize } = tick
    this.#begin(offset)
    this.#set(BID, bid.text, offset)
    this.#set(BID_SIZE, bidSize === null ? null : bidSize.text, offset)
    this.#set(ASK, ask.text, offset)
    this.#set(ASK_SIZE, askSize === null ? null : askSize.text, offset)
    this.#set(QUOTE_AT, tick.time, offset)
    const sizePlaces = Math.max(bidSize === null ? 0 : bidSize.places, askSize === null ? 0 : askSize.places)
    this.#growDecimals(Math.max(bid.places, ask.places), sizePlaces, offset)
    if (this.#version === offset) this.#publishedAt = publishedAt
  }

  withhold(blindUntilMs: number, elsewhereMs: number): void {
    this.#blindUntilMs = blindUntilMs
    this.#elsewhereMs = elsewhereMs
    // A client may hold these from a gateway that saw more: the first record that lacks them has to say so.
    if (this.#version < 0) for (const field of [LAST_SIDE, BID_SIZE, ASK_SIZE]) this.#values[field] = undefined
    if (this.#isPartial) this.#day = null
    else if (this.#day !== null && this.#day.prevCloseAt < elsewhereMs) this.#day.prevClose = null
  }

  state(): QuoteState {
    const state: Record<string, unknown> = {}
    for (let i = 0; i < QUOTE_FIELDS.length; i++) {
      const value = this.#value(i)
      if (value !== null) state[QUOTE_FIELDS[i] as QuoteField] = value
    }
    return state
  }

  changesSince(offset: number, foreign = false): Changes | null {
    if (this.#version <= offset && !foreign) return null
    const after = foreign ? -1 : offset
    const changes: Record<string, unknown> = {}
    for (let i = 0; i < QUOTE_FIELDS.length; i++) {
      // A gateway that began within the day calls it partial, where this one never did.
      if ((this.#versions[i] as number) > after || (foreign && i === PARTIAL))
        changes[QUOTE_FIELDS[i] as QuoteField] = this.#value(i)
    }
    return changes
  }

  answers(_offset: number, foreign: boolean): boolean {
    return !(foreign && this.#isPartial)
  }

  get #isPartial(): boolean {
    return this.#blindUntilMs !== SEES_ALL && this.#sessionMs <= this.#blindUntilMs
  }

  #value(field: number): unknown {
    const day = this.#day
    switch (field) {
      case OPEN:
        return day === null ? null : day.open
      case HIGH:
        return day === null ? null : day.high
      case LOW:
        return day === null ? null : day.low
      case PREV_CLOSE:
        return day === null ? null : day.prevClose
      case VOLUME:
        return day === null ? null : day.volume.text
      case TURNOVER:
        return day === null ? null : day.turnover.text
      case TRADES:
        return day === null ? null : day.trades
      case PARTIAL:
        return this.#isPartial ? true : null
      default:
        return this.#values[field] ?? null
    }
  }

  #set(field: number, value: unknown, offset: number): void {
    if (this.#values[field] === value) return
    this.#values[field] = value
    this.#changed(field, offset)
  }

  #changed(field: number, offset: number): void {
    this.#versions[field] = offset
    this.#version = offset
  }

  /** With the first record the state says that it is partial. */
  #begin(offset: number): void {
    if (this.#version < 0 && this.#isPartial) this.#changed(PARTIAL, offset)
  }

  #count(day: QuoteDay, { price, size }: TradeTick, offset: number): void {
    if (day.raise(price)) this.#changed(HIGH, offset)
    else if (day.lower(price)) this.#changed(LOW, offset)
    if (day.addVolume(size)) this.#changed(VOLUME, offset)
    if (day.addTurnover(price, size)) this.#changed(TURNOVER, offset)
    day.trades += 1
    this.#changed(TRADES, offset)
  }

  /** Begins the session of a trade, before that trade becomes `last`. */
  #turn(tick: TradeTick, offset: number): void {
    const isFirst = this.#sessionMs === -Infinity
    const wasPartial = this.#isPartial
    this.#sessionMs = sessionOf(tick.time, this.#sessionStartMs)
    this.#sessionEndMs = this.#sessionMs + DAY_MS
    this.#set(SESSION, this.#sessionMs, offset)
    if (this.#isPartial) return
    const lastAt = isFirst ? -Infinity : (this.#values[TICK_AT] as number)
    // A trade that another partition folded later than our last one would be the true close.
    const prevClose = isFirst || this.#elsewhereMs > lastAt ? null : (this.#values[LAST] as string)
    this.#day = new QuoteDay(tick.price, prevClose, lastAt)
    // Restated also where they are and were absent: a client may hold them from a gateway that began earlier or later.
    const isRestated = !isFirst || wasPartial
    for (let field = OPEN; field <= TRADES; field++) {
      if (field !== PREV_CLOSE || isRestated) this.#changed(field, offset)
    }
    if (isRestated) this.#changed(PARTIAL, offset)
  }

  #growDecimals(price: number, size: number, offset: number): void {
    if (price <= this.#priceDecimals && size <= this.#sizeDecimals) return
    this.#priceDecimals = Math.max(price, this.#priceDecimals)
    this.#sizeDecimals = Math.max(size, this.#sizeDecimals)
    this.#set(DECIMALS, { price: this.#priceDecimals, size: this.#sizeDecimals }, offset)
  }
}
