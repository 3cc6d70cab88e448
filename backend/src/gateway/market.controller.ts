import type { IncomingMessage } from 'node:http'
import { Controller, Get, Header, Inject, Req } from '@nestjs/common'
import { BAR_INTERVALS, isSegment, RING_SIZES, type BarInterval, type BarsState } from '@tickwall/protocol'
import type { MarketStore, TopicSummary } from '../market/market-store.js'
import { PART } from './parts.js'
import { Query } from './query.js'
import { refusal, Refused } from './refusal.js'

const MAX_TOPICS = 10_000
const DEFAULT_TOPICS = 1000
/** The last moment a JavaScript date can name, ms. */
const MAX_TIME_MS = 8_640_000_000_000_000

const isInterval = (text: string): text is BarInterval => (BAR_INTERVALS as readonly string[]).includes(text)

/** What there is to subscribe to, and bars by time. */
@Controller('api')
export class MarketController {
  readonly #market: MarketStore

  constructor(@Inject(PART.market) market: MarketStore) {
    this.#market = market
  }

  @Get('topics')
  @Header('Cache-Control', 'no-store')
  topics(@Req() request: IncomingMessage): { topics: readonly TopicSummary[] } {
    const query = new Query(request.url ?? '')
    const limit = query.integer('limit', 1, MAX_TOPICS, DEFAULT_TOPICS)
    return { topics: this.#market.topics(query.optionalText('query'), limit) }
  }

  /** Bars that open from `from` (inclusive) to `to` (exclusive), the newest `limit` of them, oldest first. */
  @Get('bars')
  @Header('Content-Type', 'application/json; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  bars(@Req() request: IncomingMessage): string {
    const query = new Query(request.url ?? '')
    const instrument = query.text('instrument')
    const interval = query.text('interval')
    if (!isSegment(instrument)) throw new Refused(refusal('badRequest', 'instrument is malformed'))
    if (!isInterval(interval))
      throw new Refused(refusal('badRequest', `interval must be one of ${BAR_INTERVALS.join(', ')}`))
    const from = query.integer('from', -MAX_TIME_MS, MAX_TIME_MS, -MAX_TIME_MS)
    const to = query.integer('to', -MAX_TIME_MS, MAX_TIME_MS, MAX_TIME_MS)
    const limit = query.integer('limit', 1, RING_SIZES.bars, RING_SIZES.bars)
    const handle = this.#market.handle({ kind: 'bars', instrument, interval })
    const { items = [] } = handle.state() as Partial<BarsState>
    const { epoch, offset } = handle.position()
    const chosen = items.filter(([openTime]) => openTime >= from && openTime < to).slice(-limit)
    const body = JSON.stringify({ epoch, offset, items: chosen })
    this.#market.release(handle)
    return body
  }
}
