import {
  ERROR_CODES,
  formatTopic,
  grantRate,
  parseTopic,
  DEFAULT_RATE,
  type ClientMessage,
  type ErrorCode,
  type Position,
  type Rate,
  type RejectedTopic,
  type SubscriptionStart,
} from '@tickwall/protocol'
import type { TopicHandle } from '../market/market-store.js'
import { aheadVerdict, resumeVerdict } from './resume.js'
import type { SessionContext } from './session-context.js'
import { OWED, type Standing } from './subscription.js'

export type SubscribeMessage = Extract<ClientMessage, { type: 'subscribe' }>

/** One topic that was accepted and how it begins. */
export interface PlannedTopic {
  readonly spelling: string
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
 * none when it rejects.
 */
export function planSubscribe(
  message: SubscribeMessage,
  held: Pick<ReadonlyMap<string, unknown>, 'has' | 'size'>,
  context: SessionContext,
): SubscribePlan | Promise<SubscribePlan> {
  const rejected = new Map<string, RejectedTopic>()
  const accepted = new Map<string, AcceptedTopic>()
  let fresh = 0
  for (const spelling of message.topics) {
    const topic = parseTopic(spelling)
    // A malformed one has no canonical spelling: it is what it spells.
    const name = topic === null ? spelling : formatTopic(topic)
    if (accepted.has(name) || rejected.has(name)) continue
    if (topic === null) {
      rejected.set(name, reject(spelling, 'unknownTopic'))
      continue
    }
    if (!held.has(name)) {
      if (held.size + fresh >= context.limits.topics) {
        rejected.set(name, reject(spelling, 'tooManyTopics'))
        continue
      }
      fresh++
    }
    const wire = message.resume?.[spelling]
    const wanted = wire === undefined ? null : { epoch: wire[0], offset: wire[1] }
    const handle = context.slot.lanes.store.handle(topic, name)
    // Nearly always the canonical spelling: then the one text of all sessions, for a thousand bytes of each.
    accepted.set(name, { spelling: spelling === handle.name ? handle.name : spelling, handle, wanted })
  }

  const rate = grantRate(message.maxHz ?? DEFAULT_RATE)
  const entries = [...accepted.values()]
  const topics = entries.map((entry) => planTopic(entry, context))
  const finish = (planned: readonly PlannedTopic[]): SubscribePlan => ({
    rate,
    topics: planned,
    rejected: [...rejected.values()],
  })
  return topics.some((topic) => topic instanceof Promise)
    ? Promise.all(topics.map((topic) => (topic instanceof Promise ? topic : Promise.resolve(null)))).then(
        // Meanwhile a fold may have reached a position, or begun anew: also of a topic that did not have to wait itself.
        (ends) => finish(entries.map((entry, i) => planAsked(entry, ends[i] ?? null, context))),
        (err: unknown) => {
          for (const { handle } of entries) context.slot.lanes.store.release(handle)
          throw err
        },
      )
    : finish(topics.filter((topic): topic is PlannedTopic => !(topic instanceof Promise)))
}

interface AcceptedTopic {
  readonly spelling: string
  readonly handle: TopicHandle
  readonly wanted: Position | null
}

/** A promise of the log's end where only that can tell how the topic begins. */
function planTopic(topic: AcceptedTopic, context: SessionContext): PlannedTopic | Promise<number | null> {
  const verdict = resumeVerdict(topic.wanted, topic.handle, context.slot.lanes.store)
  return verdict.start === 'ask' ? context.log.logEnd(verdict.partition) : begun(topic, verdict.start, context)
}

/** `end` as it was asked for the topic; null when it was not, or could not be known. */
function planAsked(topic: AcceptedTopic, end: number | null, context: SessionContext): PlannedTopic {
  const { start } = resumeVerdict(topic.wanted, topic.handle, context.slot.lanes.store)
  return begun(topic, start === 'ask' ? aheadVerdict(topic.wanted, end) : start, context)
}

function begun(
  { spelling, handle, wanted }: AcceptedTopic,
  start: SubscriptionStart,
  context: SessionContext,
): PlannedTopic {
  const standing = start === 'resume' && wanted !== null ? standingAt(wanted, handle, context) : OWED
  return { spelling, handle, start, standing }
}

function standingAt(position: Position, handle: TopicHandle, context: SessionContext): Standing {
  const fold = handle.position()
  return fold.epoch === position.epoch && fold.offset >= position.offset
    ? { standing: 'resuming', position }
    : { standing: 'ahead', position, sinceMs: context.clock.monotonicMs(), isTold: false }
}
