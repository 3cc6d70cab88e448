import type { IncomingMessage, ServerResponse } from 'node:http'
import { All, Controller, Inject, Req, Res } from '@nestjs/common'
import { BAR_INTERVALS, isSegment, parseTopic, RING_SIZES, type BarInterval, type BarsState } from '@tickwall/protocol'
import type { Access } from '../guard/access.js'
import type { TopicSummary } from '../market/market-store.js'
import { PART, type Parts } from './parts.js'
import { Query } from './query.js'
import { answerJson, READ, Reception } from './reception.js'
import { refusal, Refused } from './refusal.js'

const MAX_TOPICS = 10_000
const DEFAULT_TOPICS = 1000
/** The last moment a JavaScript date can name, ms. */
const MAX_TIME_MS = 8_640_000_000_000_000

const isInterval = (text: string): text is BarInterval => (BAR_INTERVALS as readonly string[]).includes(text)

/** What there is to subscribe to, and bars by time. */
@Controller('api')
export class MarketController {
  readonly #serviceOf: Parts['serviceOf']
  readonly #reception: Reception

  constructor(@Inject(PART.serviceOf) serviceOf: Parts['serviceOf'], @Inject(Reception) reception: Reception) {
    this.#reception = reception
    this.#serviceOf = serviceOf
  }

  @All('topics')
  async topics(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    const visitor = await this.#reception.receive(request, response, READ)
    if (visitor === null) return
    const query = new Query(request.url ?? '')
    const limit = query.integer('limit', 1, MAX_TOPICS, DEFAULT_TOPICS)
    const topics = this.#topics(query.optionalText('query'), limit, visitor.access)
    answerJson(response, JSON.stringify({ topics }))
  }

  /** Bars that open from `from` (inclusive) to `to` (exclusive), the newest `limit` of them, oldest first. */
  @All('bars')
  async bars(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    const visitor = await this.#reception.receive(request, response, READ)
    if (visitor !== null) answerJson(response, this.#bars(request, visitor.access))
  }

  /** Only those that may be read: also a name can be a secret. */
  #topics(query: string, limit: number, access: Access): readonly TopicSummary[] {
    const { market } = this.#serviceOf(access)
    if (access.isUnlimited) return market.topics(query, limit)
    const mayRead = ({ topic }: TopicSummary): boolean => {
      const parsed = parseTopic(topic)
      return parsed !== null && access.mayRead(parsed)
    }
    return market.topics(query, Number.MAX_SAFE_INTEGER).filter(mayRead).slice(0, limit)
  }

  #bars(request: IncomingMessage, access: Access): string {
    const query = new Query(request.url ?? '')
    const instrument = query.text('instrument')
    const interval = query.text('interval')
    if (!isSegment(instrument)) throw new Refused(refusal('badRequest', 'instrument is malformed'))
    if (!isInterval(interval))
      throw new Refused(refusal('badRequest', `interval must be one of ${BAR_INTERVALS.join(', ')}`))
    const from = query.integer('from', -MAX_TIME_MS, MAX_TIME_MS, -MAX_TIME_MS)
    const to = query.integer('to', -MAX_TIME_MS, MAX_TIME_MS, MAX_TIME_MS)
    const limit = query.integer('limit', 1, RING_SIZES.bars, RING_SIZES.bars)
    const topic = { kind: 'bars', instrument, interval } as const
    if (!access.mayRead(topic)) throw new Refused(refusal('forbidden', 'the bars may not be read'))
    const { market } = this.#serviceOf(access)
    const handle = market.handle(topic)
    const { items = [] } = handle.state() as Partial<BarsState>
    const { epoch, offset } = handle.position()
    const chosen = items.filter(([openTime]) => openTime >= from && openTime < to).slice(-limit)
    const body = JSON.stringify({ epoch, offset, items: chosen })
    market.release(handle)
    return body
  }
}
