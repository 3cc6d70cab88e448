import { prototypeOf } from './kafkajs-internals.js'

export interface FetchTrouble {
  /** A fetch failed, for whatever reason: what is known of the topics may be out of date. */
  failed(): void
  /** The offset asked for is not, or no longer, in the log; kafkajs asks again once this resolves. */
  outOfRange(topic: string, partition: number): Promise<void>
}

interface ConsumerGroup {
  readonly groupId: string
}
interface FetchError {
  readonly name?: unknown
  readonly topic?: unknown
  readonly partition?: unknown
}
type Recover = (this: ConsumerGroup, error: FetchError) => Promise<void>

const patched = Symbol.for('tickwall.kafkajs.fetchTrouble')
const method = 'recoverFromFetch'

/**
 * Lets one consumer group hear of failed fetches, of which kafkajs says nothing: it may go on at the old offset of a topic that was
 * created anew meanwhile. An offset out of range is taken away from it altogether: it would commit the log's first offset and
 * quietly go on from there, but nothing may be committed, and a jump is a fold to be rebuilt. Other groups keep its own behaviour.
 * @returns ends it
 */
export function onFetchTrouble(groupId: string, trouble: FetchTrouble): () => void {
  const groups = watchedGroups()
  groups.set(groupId, trouble)
  return () => void groups.delete(groupId)
}

function watchedGroups(): Map<string, FetchTrouble> {
  const prototype = prototypeOf('consumer/consumerGroup.js', method)
  const known: unknown = Reflect.get(prototype, patched)
  if (known instanceof Map) return known as Map<string, FetchTrouble>
  const groups = new Map<string, FetchTrouble>()
  const recover = prototype[method] as Recover
  const watched: Recover = function (error) {
    const trouble = groups.get(this.groupId)
    trouble?.failed()
    return trouble !== undefined && error.name === 'KafkaJSOffsetOutOfRange'
      ? trouble.outOfRange(String(error.topic), Number(error.partition))
      : recover.call(this, error)
  }
  Object.assign(prototype, { [method]: watched, [patched]: groups })
  return groups
}
