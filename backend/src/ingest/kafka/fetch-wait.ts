import { prototypeOf } from './kafkajs-internals.js'

interface ConsumerGroup {
  readonly groupId: string
  maxWaitTime: number
}
type Fetch = (this: ConsumerGroup, nodeId: number) => Promise<unknown>

const patched = Symbol.for('tickwall.kafkajs.fetchWait')
const method = 'fetch'

/**
 * Lets one consumer group be asked before each fetch how long the broker may wait for records, ms; kafkajs asks once, when
 * the consumer is made. Other groups keep what they were made with.
 * @returns ends it
 */
export function onFetchWait(groupId: string, maxWaitMs: () => number): () => void {
  const groups = askedGroups()
  groups.set(groupId, maxWaitMs)
  return () => void groups.delete(groupId)
}

function askedGroups(): Map<string, () => number> {
  const prototype = prototypeOf('consumer/consumerGroup.js', method)
  const known: unknown = Reflect.get(prototype, patched)
  if (known instanceof Map) return known as Map<string, () => number>
  const groups = new Map<string, () => number>()
  const fetch = prototype[method] as Fetch
  const fetchAsAsked: Fetch = function (nodeId) {
    const maxWaitMs = groups.get(this.groupId)
    if (maxWaitMs !== undefined) this.maxWaitTime = maxWaitMs()
    return fetch.call(this, nodeId)
  }
  Object.assign(prototype, { [method]: fetchAsAsked, [patched]: groups })
  return groups
}
