import type { SubscribedTopic, WirePosition } from '../../protocol/src/message.ts'
import type { PartPosition } from './frame-positions.ts'

/** How much of its topics a client keeps. */
export interface Keeping<Kept extends { readonly offset: number }> {
  /** Nothing of a topic is known yet. */
  nothing(): Kept
  /** Where the log goes on for this client; null where it has to be told all. */
  positionOf(kept: Kept): WirePosition | null
  /**
   * Takes a frame's text. `kept`: what is held of the topic of a part; undefined where the part must not be applied. Called once for each part.
   */
  take(text: string, kept: (part: PartPosition, isSnapshot: boolean) => Kept | undefined): void
}

/** What one client holds of its topics. */
export class HeldTopics<Kept extends { readonly offset: number }> {
  readonly #keeping: Keeping<Kept>
  readonly #broken: () => void
  readonly #byTopic = new Map<string, Kept>()
  /** Refs of the present connection. */
  #byRef = new Map<number, Kept>()
  /** Requests for topics whose answer is yet to come: what comes before it is of topics that were granted earlier. */
  #unanswered = 0
  /** Topics of the present connection whose first part is yet to come. */
  #awaited = new Set<number>()
  /** What the present connection is sent, by topic. */
  #hz = new Map<string, number>()

  /** `broken`: a part came that cannot be. */
  constructor(keeping: Keeping<Kept>, broken: () => void) {
    this.#keeping = keeping
    this.#broken = broken
  }

  /** Whether all that was asked for on the present connection was granted and has begun. */
  get hasBegun(): boolean {
    return this.#unanswered === 0 && this.#awaited.size === 0
  }

  get kept(): ReadonlyMap<string, Kept> {
    return this.#byTopic
  }

  /**
   * Within this every topic has had its turn, ms. Not each frame tells of all that is new: one with other topics, or one that makes up for
   * skipped flushes, leaves the others at the last turn of their rate.
   */
  get turnMs(): number {
    return 1000 / Math.min(...this.#hz.values())
  }

  /** A new connection: the refs of the one before are void. */
  reconnected(): void {
    this.#unanswered = 0
    this.#byRef = new Map()
    this.#awaited = new Set()
    this.#hz = new Map()
  }

  /** A `subscribe` is on its way. */
  asked(): void {
    this.#unanswered += 1
  }

  /** Takes the answer to a `subscribe`. */
  granted(topics: readonly SubscribedTopic[]): void {
    this.#unanswered -= 1
    this.rated(topics)
    for (const { topic, ref } of topics) {
      const held = this.#byTopic.get(topic) ?? this.#keeping.nothing()
      this.#byTopic.set(topic, held)
      this.#byRef.set(ref, held)
      this.#awaited.add(ref)
    }
  }

  /** Takes the answer to a `rate`. */
  rated(topics: readonly Pick<SubscribedTopic, 'topic' | 'hz'>[]): void {
    for (const { topic, hz } of topics) this.#hz.set(topic, hz === 'raw' ? Infinity : hz)
  }

  /** Takes a `degraded`: these topics, or all, are sent at another rate from now on. */
  slowed(topics: readonly string[] | undefined, hz: SubscribedTopic['hz']): void {
    this.rated([...(topics ?? this.#hz.keys())].map((topic) => ({ topic, hz })))
  }

  /** Lets go of everything: what comes from now on is not taken. */
  forget(): void {
    this.reconnected()
    this.#byTopic.clear()
  }

  /** The client wants these no more. */
  drop(topics: readonly string[]): void {
    for (const topic of topics) {
      const held = this.#byTopic.get(topic)
      this.#byTopic.delete(topic)
      this.#hz.delete(topic)
      for (const [ref, kept] of this.#byRef) {
        if (kept !== held) continue
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
        const position = held === undefined ? null : this.#keeping.positionOf(held)
        return position === null ? [] : [[topic, position]]
      }),
    )
  }

  /** Takes a frame's text. */
  take(text: string): void {
    this.#keeping.take(text, ({ ref, offset }, isSnapshot) => {
      this.#awaited.delete(ref)
      const held = this.#byRef.get(ref)
      if (held !== undefined && (isSnapshot || offset >= held.offset)) return held
      this.#broken()
      return undefined
    })
  }
}
