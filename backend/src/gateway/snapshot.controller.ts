import type { IncomingMessage } from 'node:http'
import { Controller, Get, Header, Inject, Req } from '@nestjs/common'
import { ERROR_CODES, formatTopic, parseTopic, type ErrorCode, type RejectedTopic } from '@tickwall/protocol'
import type { Config } from '../config/parse-config.js'
import type { MarketStore } from '../market/market-store.js'
import type { ServerIdentity } from '../session/session-context.js'
import { PART } from './parts.js'
import { Query } from './query.js'
import type { Readiness } from './readiness.js'
import { comeBack, refusal, Refused } from './refusal.js'

const rejected = (topic: string, code: ErrorCode): RejectedTopic => ({ topic, code, message: ERROR_CODES[code].text })

/** States at once, without a session. A topic without records has the empty state, as it has for a subscriber. */
@Controller()
export class SnapshotController {
  readonly #market: MarketStore
  readonly #identity: ServerIdentity
  readonly #readiness: Readiness
  readonly #maxTopics: number

  constructor(
    @Inject(PART.market) market: MarketStore,
    @Inject(PART.identity) identity: ServerIdentity,
    @Inject(PART.readiness) readiness: Readiness,
    @Inject(PART.config) config: Config,
  ) {
    this.#market = market
    this.#identity = identity
    this.#readiness = readiness
    this.#maxTopics = config.session.topics
  }

  /** The body is made here and not by Nest: by its turn the market may have moved on under the states. */
  @Get('snapshot')
  @Header('Content-Type', 'application/json; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  snapshot(@Req() request: IncomingMessage): string {
    const spellings = new Query(request.url ?? '').list('topics')
    if (spellings.length === 0) throw new Refused(refusal('badRequest', 'topics is missing'))
    const { phase, hindrance } = this.#readiness
    // While it drains, a gateway still knows what it knew.
    if (hindrance !== null && phase !== 'draining') throw new Refused(comeBack('notReady', 2, hindrance))
    const topics = new Map<string, object>()
    const refused: RejectedTopic[] = []
    for (const spelling of spellings) {
      const topic = parseTopic(spelling)
      if (topic === null) refused.push(rejected(spelling, 'unknownTopic'))
      else if (topics.has(formatTopic(topic))) continue
      else if (topics.size >= this.#maxTopics) refused.push(rejected(spelling, 'tooManyTopics'))
      else {
        const handle = this.#market.handle(topic)
        const { epoch, offset } = handle.position()
        topics.set(handle.name, { topic: spelling, epoch, offset, state: handle.state() })
        this.#market.release(handle)
      }
    }
    const { server } = this.#identity
    return JSON.stringify({ ts: Date.now(), server, topics: [...topics.values()], rejected: refused })
  }
}
