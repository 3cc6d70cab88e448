import type { IncomingMessage } from 'node:http'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Controller, Get, Header, Inject, Req } from '@nestjs/common'
import { ERROR_CODES, formatTopic, parseTopic, type ErrorCode, type RejectedTopic } from '@tickwall/protocol'
import type { Config } from '../config/parse-config.js'
import type { MarketStore } from '../market/market-store.js'
import type { ServerIdentity } from '../session/session-context.js'
import { snapshotTexts, type AskedTopic } from '../stream/snapshot-texts.js'
import { PART } from './parts.js'
import { Query } from './query.js'
import type { Readiness } from './readiness.js'
import { comeBack, refusal, Refused } from './refusal.js'

const rejected = (topic: string, code: ErrorCode): RejectedTopic => ({ topic, code, message: ERROR_CODES[code].text })

const TURNS = { nowMs: () => performance.now(), next: () => nextTurn() }

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
  async snapshot(@Req() request: IncomingMessage): Promise<string> {
    const spellings = new Query(request.url ?? '').list('topics')
    if (spellings.length === 0) throw new Refused(refusal('badRequest', 'topics is missing'))
    const { phase, hindrance } = this.#readiness
    // While it drains, a gateway still knows what it knew.
    if (hindrance !== null && phase !== 'draining') throw new Refused(comeBack('notReady', 2, hindrance))
    const asked = new Map<string, AskedTopic>()
    const refused = new Map<string, RejectedTopic>()
    for (const spelling of spellings) {
      const topic = parseTopic(spelling)
      const name = topic === null ? spelling : formatTopic(topic)
      if (asked.has(name) || refused.has(name)) continue
      if (topic === null) refused.set(name, rejected(spelling, 'unknownTopic'))
      else if (asked.size >= this.#maxTopics) refused.set(name, rejected(spelling, 'tooManyTopics'))
      else asked.set(name, { spelling, topic })
    }
    const topics = await snapshotTexts(this.#market, [...asked.values()], TURNS)
    const head = JSON.stringify({ ts: Date.now(), server: this.#identity.server }).slice(0, -1)
    return `${head},"topics":[${topics.join()}],"rejected":${JSON.stringify([...refused.values()])}}`
  }
}
