import {
  ERROR_CODES,
  grantRate,
  DEFAULT_RATE,
  type ErrorCode,
  type Position,
  type ReceivedSubscribe,
  type Rate,
  type RejectedTopic,
  type SubscriptionStart,
} from '@tickwall/protocol'
import type { Access } from '../guard/access.js'
import type { TopicHandle } from '../market/market-store.js'
import { permittedRate } from './permitted-rate.js'
import { aheadVerdict, resumeVerdict } from './resume.js'
import type { SessionContext } from './session-context.js'
import type { NamedTopic } from './topic-names.js'
import { OWED, type Standing } from './subscription.js'

/** One topic that was accepted and how it begins. */
export interface PlannedTopic {
  readonly spelling: string
  readonly named: NamedTopic
  readonly handle: TopicHandle
  readonly start: SubscriptionStart
  readonly standing: Standing
}
export interface SubscribePlan {
  readonly rate: Rate
  readonly topics: readonly PlannedTopic[]
  readonly rejected: readonly RejectedTopic[]
}

const reject = (topic: string, code: ErrorCode): RejectedTopic => ({ topic, code, message: ERROR_CODES[code].text })

/**
 * Decides each topic of a request by itself: one bad topic rejects only itself. Asynchronous only when a position lies
 * beyond this gateway's fold and the log has to be asked. Holds a handle per planned topic, for the caller to keep;
 * none when it rejects. One pass, for a crowd that comes back brings a hundred thousand topics at once.
 */
export function planSubscribe(
  message: ReceivedSubscribe,
  held: Pick<ReadonlyMap<string, unknown>, 'has' | 'size'>,
  context: SessionContext,
  access: Access,
): SubscribePlan | Promise<SubscribePlan> {
  const { names, slot } = context
  const { store } = slot.lanes
  const request = names.begin()
  const rejected = new Map<string, RejectedTopic>()
  const accepted: AcceptedTopic[] = []
  /** The log's end where only that can tell how a topic begins. */
  const ends: Promise<number | null>[] = []
  let room = context.limits.topics - held.size
  for (const [index, spelling] of message.topics.entries()) {
    const named = names.find(spelling)
    if (named === null) {
      rejected.set(spelling, reject(spelling, 'unknownTopic'))
      continue
    }
    if (named.request === request) continue
    named.request = request
    const { topic, name } = named
    if (!access.mayRead(topic)) {
      rejected.set(name, reject(spelling, 'forbiddenTopic'))
      continue
    }
    if (!held.has(name) && --room < 0 && context.guard.reached('topics')) {
      rejected.set(name, reject(spelling, 'tooManyTopics'))
      continue
    }
    const wanted = message.resume?.[index] ?? null
    const handle = names.hold(named)
    const verdict = resumeVerdict(wanted, handle, store)
    if (verdict.start === 'ask') ends[accepted.length] = context.log.logEnd(verdict.partition)
    const start = verdict.start === 'ask' ? 'resume' : verdict.start
    // Nearly always the canonical spelling: then the one text of all sessions, for a thousand bytes of each.
    const kept = spelling === handle.name ? handle.name : spelling
    const standing = standingAt(start, wanted, handle, context, accepted.at(-1)?.standing)
    accepted.push({ spelling: kept, named, handle, wanted, start, standing })
  }

  const rate = permittedRate(grantRate(message.maxHz ?? DEFAULT_RATE), access)
  const plan = { rate, topics: accepted, rejected: [...rejected.values()] }
  if (ends.length === 0) return plan
  return Promise.all(accepted.map((_, i) => ends[i] ?? Promise.resolve(null))).then(
    // Meanwhile a fold may have reached a position, or begun anew: also of a topic that did not have to wait itself.
    (asked) => ({ ...plan, topics: accepted.map((topic, i) => planAsked(topic, asked[i] ?? null, context)) }),
    (err: unknown) => {
      for (const { handle } of accepted) store.release(handle)
      throw err
    },
  )
}

interface AcceptedTopic extends PlannedTopic {
  readonly wanted: Position | null
}

/** `end` as it was asked for the topic; null when it was not, or could not be known. */
function planAsked(topic: AcceptedTopic, end: number | null, context: SessionContext): PlannedTopic {
  const verdict = resumeVerdict(topic.wanted, topic.handle, context.slot.lanes.store).start
  const start = verdict === 'ask' ? aheadVerdict(topic.wanted, end) : verdict
  return { ...topic, start, standing: standingAt(start, topic.wanted, topic.handle, context) }
}

/** `before`: that of the topic before, which nearly always stands at the same position. */
function standingAt(
  start: SubscriptionStart,
  wanted: Position | null,
  handle: TopicHandle,
  context: SessionContext,
  before?: Standing,
): Standing {
  if (start !== 'resume' || wanted === null) return OWED
  const fold = handle.position()
  if (fold.epoch === wanted.epoch && fold.offset >= wanted.offset)
    return before?.standing === 'resuming' && before.position === wanted
      ? before
      : { standing: 'resuming', position: wanted }
  return { standing: 'ahead', position: wanted, sinceMs: context.clock.monotonicMs(), isTold: false }
}
