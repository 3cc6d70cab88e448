import type { Rate } from '@tickwall/protocol'

/** What a connection knows of one subscribed topic. */
export interface SubscribedTopic {
  readonly name: string
  readonly ref: number
  hz: Rate
  /** What the first part has to be, null once it came; `answer`: until then parts follow on what is no longer held. */
  awaits: 'snapshot' | 'delta' | 'answer' | null
  /** The offset that a delta begins from, where it is not the last one on this connection. */
  base: number | null
  /** The shared frames that carried it at this rate: `ts` of the first, and how many. */
  shared: { readonly sinceTs: number; count: number } | null
}

/** The topics of one connection, by canonical name and by the server's short name. */
export class SubscribedTopics {
  readonly #byName = new Map<string, SubscribedTopic>()
  readonly #byRef = new Map<number, SubscribedTopic>()

  get all(): readonly SubscribedTopic[] {
    return [...this.#byName.values()]
  }
  get(name: string): SubscribedTopic | undefined {
    return this.#byName.get(name)
  }
  find(ref: number): SubscribedTopic | undefined {
    return this.#byRef.get(ref)
  }
  add(topic: SubscribedTopic): void {
    this.#byName.set(topic.name, topic)
    this.#byRef.set(topic.ref, topic)
  }
  remove(name: string): void {
    const topic = this.#byName.get(name)
    if (topic !== undefined) this.#byRef.delete(topic.ref)
    this.#byName.delete(name)
  }
}
