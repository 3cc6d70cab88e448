import {
  formatTopic,
  parseTopic,
  type Position,
  type Positions,
  type Rate,
  type RejectedTopic,
} from '@tickwall/protocol'
import type { Access } from '../guard/access.js'
import type { TopicHandle } from '../market/market-store.js'
import type { SessionContext } from '../session/session-context.js'
import { planSubscribe, type PlannedTopic } from '../session/subscribe-plan.js'
import { OWED } from '../session/subscription.js'
import { decodeCursor, TopicSet } from './cursor.js'

/** What a client without a session asks for. */
export interface FeedRequest {
  /** At least one. */
  readonly topics: readonly string[]
  readonly maxHz?: Rate
  readonly cursor: string | null
  /** That of each topic; counts where there is no cursor, or none that is valid. */
  readonly resume?: Positions
}

export interface FeedTopic extends PlannedTopic {
  /** Index into the request's topics. */
  readonly ref: number
}

export interface FeedPlan {
  readonly rate: Rate
  /** Of who asks. */
  readonly access: Access
  /** All well-formed topics of the request: what the cursor is about. */
  readonly set: TopicSet
  readonly topics: readonly FeedTopic[]
  readonly rejected: readonly RejectedTopic[]
  /** Whether the request had a cursor that is about its topics. */
  readonly hasCursor: boolean
  /** Whose positions were trusted, or null. */
  readonly maker: number | null
  /** When the client was last told something, if its cursor is our own, ms; else null. */
  readonly toldAtMs: number | null
  /** Whether that was so lately that at the granted rate nothing is due yet. */
  readonly isYoung: boolean
}

type Planned = Pick<FeedTopic, 'start' | 'standing'>

const intervalMs = (rate: Rate): number => (rate === 'raw' ? 0 : 1000 / rate)

/**
 * Decides how each topic begins, by the rules of `subscribe`. Positions that `maker` wrote itself are trusted to be what this
 * process has sent: they go on without the empty delta, and without the doubts, that a foreign one brings. Null = none is.
 * Holds a handle per planned topic, for the caller to keep.
 */
export function planFeed(
  request: FeedRequest,
  context: SessionContext,
  maker: number | null,
  access: Access,
): FeedPlan | Promise<FeedPlan> {
  const nameOf = new Map<string, string>()
  for (const spelling of request.topics) {
    const topic = parseTopic(spelling)
    if (topic !== null) nameOf.set(spelling, formatTopic(topic))
  }
  const set = new TopicSet([...new Set(nameOf.values())])
  const cursor = request.cursor === null ? null : decodeCursor(request.cursor, set)
  const isOwn = cursor !== null && cursor.maker === maker

  const own = new Map<string, Position>()
  const foreign = new Map<string, Position>()
  const placeOf = new Map(set.names.map((name, place) => [name, place]))
  for (const [spelling, name] of nameOf) {
    const place = placeOf.get(name) ?? -1
    const held = cursor?.held[place] ?? null
    if (held === null) continue
    // That a topic has no records is no position: it holds as long as it is so here.
    if (held.epoch === '' || (isOwn && !cursor.foreign.has(place))) own.set(name, held)
    else foreign.set(spelling, held)
  }

  const refOf = new Map<string, number>()
  for (const [ref, spelling] of request.topics.entries()) if (!refOf.has(spelling)) refOf.set(spelling, ref)
  const given = cursor === null ? request.resume : request.topics.map((spelling) => foreign.get(spelling) ?? null)
  const plan = planSubscribe(
    {
      type: 'subscribe',
      id: 0,
      topics: request.topics,
      ...(request.maxHz === undefined ? {} : { maxHz: request.maxHz }),
      ...(given === undefined ? {} : { resume: given }),
    },
    new Map(),
    context,
    access,
  )
  const finish = ({ rate, topics, rejected }: Awaited<typeof plan>): FeedPlan => {
    const ageMs = context.clock.nowMs() - (cursor?.toldAtMs ?? 0)
    return {
      ...{ rate, access, set, rejected, maker },
      hasCursor: cursor !== null,
      toldAtMs: isOwn ? cursor.toldAtMs : null,
      topics: topics.map((topic) => {
        const held = own.get(topic.handle.name)
        const going = held === undefined ? {} : goOn(held, topic.handle)
        return { ...topic, ...going, ref: refOf.get(topic.spelling) ?? 0 }
      }),
      isYoung: isOwn && ageMs >= 0 && ageMs < intervalMs(rate),
    }
  }
  return plan instanceof Promise ? plan.then(finish) : finish(plan)
}

/** Where a position of our own leads: this process has been there, so it is not beyond the fold. */
function goOn(held: Position, handle: TopicHandle): Planned {
  const { epoch, offset } = handle.position()
  const resumed: Planned = { start: 'resume', standing: { standing: 'at', position: held } }
  if (held.epoch === '') return epoch === '' ? resumed : { start: 'snapshot', standing: OWED }
  if (held.epoch !== epoch || held.offset > offset) return { start: 'reset', standing: OWED }
  return handle.answers(held.offset, false) ? resumed : { start: 'snapshot', standing: OWED }
}
