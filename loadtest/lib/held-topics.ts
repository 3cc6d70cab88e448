import { ReceivedState } from '../../protocol/dist/received-state.js'
import type { FrameMessage, SubscribedTopic, WirePosition } from '../../protocol/src/message.ts'
import { brokenFrames, bytesPerUpdate, tradesPerUpdate } from './measures.ts'

type Quote = ReceivedState<'quote'>

/** What one client holds: states where it decodes every frame, else the positions of its snapshots. */
export class HeldTopics {
  readonly #byTopic = new Map<string, Quote>()
  /** Refs of the present connection. */
  #byRef = new Map<number, Quote>()
  /** Topics of the present connection whose first part is yet to come. */
  #awaited = new Set<number>()
  /** What the present connection was granted, by topic. */
  #hz = new Map<string, number>()

  /** Whether all that the present connection was granted has begun. */
  get hasBegun(): boolean {
    return this.#awaited.size === 0
  }

  get states(): ReadonlyMap<string, Quote> {
    return this.#byTopic
  }

  /** How long after a frame all topics have had their turn, ms: one whose rate is lower than another's is not in each frame. */
  get turnMs(): number {
    const slowest = Math.min(...this.#hz.values())
    return slowest < Math.max(...this.#hz.values()) ? 1000 / slowest : 0
  }

  /** A new connection: the refs of the one before are void. */
  reconnected(): void {
    this.#byRef = new Map()
    this.#awaited = new Set()
    this.#hz = new Map()
  }

  /** Takes the answer to a `subscribe`. */
  granted(topics: readonly SubscribedTopic[]): void {
    this.rated(topics)
    for (const { topic, ref } of topics) {
      const held = this.#byTopic.get(topic) ?? new ReceivedState('quote')
      this.#byTopic.set(topic, held)
      this.#byRef.set(ref, held)
      this.#awaited.add(ref)
    }
  }

  /** Takes the answer to a `rate`. */
  rated(topics: readonly Pick<SubscribedTopic, 'topic' | 'hz'>[]): void {
    for (const { topic, hz } of topics) this.#hz.set(topic, hz === 'raw' ? Infinity : hz)
  }

  /** The client wants these no more. */
  drop(topics: readonly string[]): void {
    for (const topic of topics) {
      const held = this.#byTopic.get(topic)
      this.#byTopic.delete(topic)
      this.#hz.delete(topic)
      for (const [ref, state] of this.#byRef) {
        if (state !== held) continue
        this.#byRef.delete(ref)
        this.#awaited.delete(ref)
      }
    }
  }

  /** Where the client stands in the log, by topic; without those of which nothing is known. */
  positions(topics: readonly string[]): Record<string, WirePosition> {
    return Object.fromEntries(
      topics.flatMap((topic): [string, WirePosition][] => {
        const held = this.#byTopic.get(topic)
        // A day that was not seen from its beginning is asked for whole.
        if (held === undefined || held.epoch === '' || held.state.partial === true) return []
        return [[topic, [held.epoch, held.offset]]]
      }),
    )
  }

  /** Takes a frame's text; `bytes` is its length, null where only its beginnings are of interest. */
  take(text: string, bytes: number | null): void {
    const { snapshots = [], deltas = [] } = JSON.parse(text) as FrameMessage
    for (const snapshot of snapshots) {
      this.#awaited.delete(snapshot.ref)
      const held = this.#byRef.get(snapshot.ref)
      if (held === undefined) brokenFrames.add(1)
      else held.applySnapshot(snapshot)
    }
    for (const [ref, offset, changes] of deltas) {
      this.#awaited.delete(ref)
      const held = this.#byRef.get(ref)
      if (held === undefined || offset < held.offset) brokenFrames.add(1)
      // A client that decodes only beginnings must not forget what lies between.
      else if (bytes !== null) {
        const before = held.state.trades
        held.applyChanges(offset, changes)
        const told = (held.state.trades ?? 0) - (before ?? 0)
        if (before !== undefined && told > 0) tradesPerUpdate.add(told)
      }
    }
    if (bytes !== null && deltas.length > 0) bytesPerUpdate.add(bytes / deltas.length)
  }
}
