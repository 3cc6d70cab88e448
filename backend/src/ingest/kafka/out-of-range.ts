import { prototypeOf } from './kafkajs-internals.js'

interface OffsetManager {
  readonly groupId: string
}
interface TopicPartition {
  readonly topic: string
  readonly partition: number
}
type SetDefaultOffset = (this: OffsetManager, at: TopicPartition) => Promise<void>
/** Called when the broker no longer has, or does not yet have, the offset asked for; kafkajs asks again once it resolves. */
export type OutOfRange = (topic: string, partition: number) => Promise<void>

const patched = Symbol.for('tickwall.kafkajs.outOfRange')
const method = 'setDefaultOffset'

/**
 * Takes "offset out of range" of one consumer group away from kafkajs, which would commit the log's first offset and quietly go
 * on from there: nothing may be committed, and a jump is a fold to be rebuilt. Other groups keep kafkajs's own behaviour.
 * @returns ends it
 */
export function onOutOfRange(groupId: string, outOfRange: OutOfRange): () => void {
  const groups = interceptedGroups()
  groups.set(groupId, outOfRange)
  return () => void groups.delete(groupId)
}

function interceptedGroups(): Map<string, OutOfRange> {
  const prototype = prototypeOf('consumer/offsetManager/index.js', method)
  const known: unknown = Reflect.get(prototype, patched)
  if (known instanceof Map) return known as Map<string, OutOfRange>
  const groups = new Map<string, OutOfRange>()
  const original = prototype[method] as SetDefaultOffset
  const intercept: SetDefaultOffset = function (at) {
    const outOfRange = groups.get(this.groupId)
    return outOfRange === undefined ? original.call(this, at) : outOfRange(at.topic, at.partition)
  }
  Object.assign(prototype, { [method]: intercept, [patched]: groups })
  return groups
}
