import type { ClientHistory } from '../history/client-history.js'
import type { Needed } from './replay.js'

/** The offsets at which each topic was told to anybody. */
export function neededOffsets(histories: readonly ClientHistory[]): Needed {
  const needed = new Map<string, Set<number>>()
  const note = (topic: string | undefined, offset: number): void => {
    if (topic === undefined) return
    const offsets = needed.get(topic) ?? new Set()
    needed.set(topic, offsets.add(offset))
  }
  for (const { events, shown } of histories) {
    const refs = new Map<string, string>()
    for (const event of events) {
      if (event.kind !== 'received') continue
      const { connection, message } = event
      if (message.type === 'subscribed')
        for (const { ref, topic } of message.topics) refs.set(`${String(connection)} ${String(ref)}`, topic)
      if (message.type !== 'frame') continue
      const topicOf = (ref: number): string | undefined => refs.get(`${String(connection)} ${String(ref)}`)
      for (const { ref, offset } of message.snapshots ?? []) note(topicOf(ref), offset)
      for (const [ref, offset] of message.deltas ?? []) note(topicOf(ref), offset)
    }
    for (const { topic, offset } of shown) note(topic, offset)
  }
  return new Map([...needed].map(([topic, offsets]) => [topic, [...offsets].sort((a, b) => a - b)]))
}
