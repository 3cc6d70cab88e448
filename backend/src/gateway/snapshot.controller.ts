import type { IncomingMessage, ServerResponse } from 'node:http'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { All, Controller, Inject, Req, Res } from '@nestjs/common'
import { ERROR_CODES, formatTopic, parseTopic, type ErrorCode, type RejectedTopic } from '@tickwall/protocol'
import type { Config } from '../config/parse-config.js'
import type { LimitWatch } from '../guard/limit-watch.js'
import type { ServerIdentity } from '../session/session-context.js'
import { snapshotTexts, type AskedTopic } from '../stream/snapshot-texts.js'
import type { Visitor } from './doorkeeper.js'
import { PART, type Parts } from './parts.js'
import { Query } from './query.js'
import type { Readiness } from './readiness.js'
import { answerJson, READ, Reception } from './reception.js'
import { comeBack, refusal, Refused } from './refusal.js'

const rejected = (topic: string, code: ErrorCode): RejectedTopic => ({ topic, code, message: ERROR_CODES[code].text })

const TURNS = { nowMs: () => performance.now(), next: () => nextTurn() }

/** States at once, without a session. A topic without records has the empty state, as it has for a subscriber. */
@Controller()
export class SnapshotController {
  readonly #serviceOf: Parts['serviceOf']
  readonly #identity: ServerIdentity
  readonly #readiness: Readiness
  readonly #maxTopics: number
  readonly #reception: Reception
  readonly #limits: LimitWatch

  constructor(
    @Inject(PART.serviceOf) serviceOf: Parts['serviceOf'],
    @Inject(PART.identity) identity: ServerIdentity,
    @Inject(PART.readiness) readiness: Readiness,
    @Inject(PART.config) config: Config,
    @Inject(PART.limits) limits: LimitWatch,
    @Inject(Reception) reception: Reception,
  ) {
    this.#limits = limits
    this.#reception = reception
    this.#serviceOf = serviceOf
    this.#identity = identity
    this.#readiness = readiness
    this.#maxTopics = config.session.topics
  }

  /** The body is made here and not by Nest: by its turn the market may have moved on under the states. */
  @All('snapshot')
  async snapshot(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    const visitor = await this.#reception.receive(request, response, READ)
    if (visitor !== null) answerJson(response, await this.#body(request, visitor))
  }

  async #body(request: IncomingMessage, { access }: Visitor): Promise<string> {
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
      else if (!access.mayRead(topic)) refused.set(name, rejected(spelling, 'forbiddenTopic'))
      else if (asked.size >= this.#maxTopics && this.#limits.reached('topics'))
        refused.set(name, rejected(spelling, 'tooManyTopics'))
      else asked.set(name, { spelling, topic })
    }
    const topics = await snapshotTexts(this.#serviceOf(access).market, [...asked.values()], TURNS)
    const head = JSON.stringify({ ts: Date.now(), server: this.#identity.server }).slice(0, -1)
    return `${head},"topics":[${topics.join()}],"rejected":${JSON.stringify([...refused.values()])}}`
  }
}
