import {
  parseTopic,
  ReceivedState,
  type FrameMessage,
  type Rate,
  type SubscriptionStart,
  type TopicKind,
  type WirePosition,
} from '@tickwall/protocol'
import { SocketClient } from './socket-client.js'

interface Watched {
  readonly received: ReceivedState
  start: SubscriptionStart
  /** What the first part after the last `subscribed` was. */
  first: 'snapshot' | 'delta' | null
}

/**
 * A client over a real socket that holds state as the protocol says, and takes it along from one connection to the
 * next. Counts what must never happen.
 */
export class Watcher {
  readonly topics = new Map<string, Watched>()
  readonly broken: string[] = []
  frames = 0
  server = ''
  #client: SocketClient | null = null
  readonly #refs = new Map<number, string>()
  #lastN = 0

  /** Connects and subscribes, from the positions held for topics known already. */
  async follow(url: string, topics: readonly string[], maxHz: Rate = 10, protocols: string[] = []): Promise<void> {
    const client = await SocketClient.open(`${url.replace('http', 'ws')}/ws`, protocols)
    this.#client = client
    this.#refs.clear()
    this.#lastN = 0
    this.server = (await client.next('hello')).server
    const resume = Object.fromEntries(
      topics.flatMap((topic): [string, WirePosition][] => {
        const held = this.topics.get(topic)?.received
        return held === undefined || held.epoch === '' ? [] : [[topic, [held.epoch, held.offset]]]
      }),
    )
    client.send({ type: 'subscribe', id: 1, topics, maxHz, resume })
    const answer = await client.next('subscribed')
    for (const { topic, ref, start } of answer.topics) {
      const kind = parseTopic(topic)?.kind as TopicKind
      this.#refs.set(ref, topic)
      this.topics.set(topic, {
        received: this.topics.get(topic)?.received ?? new ReceivedState(kind),
        start,
        first: null,
      })
    }
    this.broken.push(...answer.rejected.map(({ topic, code }) => `${topic} ${code}`))
    // Frames that came with the answer are taken first, those to come as they come.
    client.forEach((message) => {
      if (message.type === 'frame') this.#take(message)
    })
  }

  get client(): SocketClient {
    if (this.#client === null) throw new Error('not connected')
    return this.#client
  }

  state(topic: string): unknown {
    return this.topics.get(topic)?.received.state
  }

  offset(topic: string): number {
    return this.topics.get(topic)?.received.offset ?? -1
  }

  /** Cuts the connection without a word. */
  cut(): void {
    this.#client?.ws.terminate()
  }

  #take({ n, prev, snapshots = [], deltas = [] }: FrameMessage): void {
    this.frames++
    if (prev !== undefined && prev > this.#lastN) this.broken.push(`hole before ${n}`)
    if (n <= this.#lastN) this.broken.push(`number went back at ${n}`)
    this.#lastN = n
    for (const snapshot of snapshots) {
      const watched = this.#watched(snapshot.ref)
      watched?.received.applySnapshot(snapshot)
      if (watched !== undefined) watched.first ??= 'snapshot'
    }
    for (const [ref, offset, changes] of deltas) {
      const watched = this.#watched(ref)
      if (watched !== undefined && offset < watched.received.offset) this.broken.push(`position went back at ${n}`)
      watched?.received.applyChanges(offset, changes)
      if (watched !== undefined) watched.first ??= 'delta'
    }
  }

  #watched(ref: number): Watched | undefined {
    const topic = this.#refs.get(ref)
    if (topic === undefined) this.broken.push(`unknown ref ${ref}`)
    return topic === undefined ? undefined : this.topics.get(topic)
  }
}
