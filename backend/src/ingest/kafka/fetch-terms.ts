import { setTimeout as sleep } from 'node:timers/promises'
import { prototypeOf } from './kafkajs-internals.js'

/** When brokers answer a fetch: once there are so many bytes, or after so long. */
export interface FetchTerms {
  readonly minBytes: number
  readonly maxWaitMs: number
  /** How long the fetch waits before it is sent, ms: what comes meanwhile is brought by one instead of several. 0: not at all. */
  readonly pauseMs: number
}

interface ConsumerGroup {
  readonly groupId: string
  minBytes: number
  maxWaitTime: number
}
type Fetch = (this: ConsumerGroup, nodeId: number) => Promise<unknown>

const patched = Symbol.for('tickwall.kafkajs.fetchTerms')
const method = 'fetch'

/**
 * Lets one consumer group be asked for its terms before each fetch; kafkajs asks once, when the consumer is made. Other groups
 * keep what they were made with.
 * @returns ends it
 */
export function onFetch(groupId: string, terms: () => FetchTerms): () => void {
  const groups = askedGroups()
  groups.set(groupId, terms)
  return () => void groups.delete(groupId)
}

function askedGroups(): Map<string, () => FetchTerms> {
  const prototype = prototypeOf('consumer/consumerGroup.js', method)
  const known: unknown = Reflect.get(prototype, patched)
  if (known instanceof Map) return known as Map<string, () => FetchTerms>
  const groups = new Map<string, () => FetchTerms>()
  const fetch = prototype[method] as Fetch
  const fetchAsAsked: Fetch = async function (nodeId) {
    const terms = groups.get(this.groupId)?.()
    if (terms !== undefined) {
      if (terms.pauseMs > 0) await sleep(terms.pauseMs)
      this.minBytes = terms.minBytes
      this.maxWaitTime = terms.maxWaitMs
    }
    return fetch.call(this, nodeId)
  }
  Object.assign(prototype, { [method]: fetchAsAsked, [patched]: groups })
  return groups
}
