import {
  DEFAULT_RATE,
  type ClientMessage,
  type DeltaPart,
  type FrameMessage,
  type Rate,
  type RequestId,
  type ServerMessage,
  type SnapshotPart,
  type SubscribedTopic,
} from '@tickwall/protocol'

type Subscribed = Extract<ServerMessage, { type: 'subscribed' }>
type Rated = Extract<ServerMessage, { type: 'rated' }>

interface Held {
  readonly topic: string
  /** The name of the topic that the link is told: that of the wire changes with every request. */
  readonly ref: number
  wantedHz: Rate
  /** The link was told that it is subscribed. */
  isTold: boolean
}

interface Asked {
  readonly type: 'subscribe' | 'rate'
  readonly id: RequestId
  readonly topics: readonly string[]
}

/** What the next request has to say differently, null while it has nothing to. */
export type Difference = 'more' | 'less' | null

/**
 * The session that a server of SSE and long-polls does not keep: which topics are wanted, which requests wait for an answer, and what
 * the refs of a frame mean. Pure.
 */
export class StatelessTopics {
  readonly #held = new Map<string, Held>()
  #refs = 0
  /** Waiting for a request that names their topics, and those whose request is under way. */
  #asked: Asked[] = []
  #underWay: Asked[] = []
  #byIndex: (Held | undefined)[] = []
  #granted = new Map<string, Rate>()
  #sent: { readonly topics: ReadonlySet<string>; readonly maxHz: Rate } | null = null

  get topics(): string[] {
    return [...this.#held.keys()]
  }

  /** The fastest rate that any topic wants: a request has one for all. */
  get maxHz(): Rate {
    let fastest: Rate | null = null
    for (const { wantedHz } of this.#held.values()) fastest = fasterOf(fastest, wantedHz)
    return fastest ?? DEFAULT_RATE
  }

  /** `more`: somebody waits for it; `less`: what is sent is more than is wanted. */
  get difference(): Difference {
    const { maxHz } = this
    if (this.#asked.length > 0 || this.#sent === null) return this.#held.size > 0 ? 'more' : null
    if (this.#held.size < this.#sent.topics.size || fasterOf(maxHz, this.#sent.maxHz) !== maxHz) return 'less'
    return maxHz === this.#sent.maxHz ? null : 'more'
  }

  subscribe({ id, topics, maxHz = DEFAULT_RATE }: Extract<ClientMessage, { type: 'subscribe' }>): void {
    for (const topic of topics) {
      const held = this.#held.get(topic)
      if (held === undefined) this.#held.set(topic, { topic, ref: ++this.#refs, wantedHz: maxHz, isTold: false })
      else {
        held.wantedHz = maxHz
        held.isTold = false
      }
    }
    this.#asked.push({ type: 'subscribe', id, topics })
  }

  unsubscribe(topics: readonly string[]): void {
    for (const topic of topics) this.#held.delete(topic)
  }

  rate({ id, topics, maxHz }: Extract<ClientMessage, { type: 'rate' }>): void {
    for (const topic of topics) {
      const held = this.#held.get(topic)
      if (held !== undefined) held.wantedHz = maxHz
    }
    this.#asked.push({ type: 'rate', id, topics })
  }

  /** Answers what needs no other request: topics that go on as fast as they do. */
  ratedAlready(ts: number): readonly ServerMessage[] {
    if (this.#sent?.maxHz !== this.maxHz) return []
    const rated = this.#asked.filter(
      ({ type, topics }) => type === 'rate' && topics.every((topic) => this.#granted.has(topic)),
    )
    this.#asked = this.#asked.filter((asked) => !rated.includes(asked))
    return rated.map(({ id, topics }) => ({
      type: 'rated',
      id,
      ts,
      topics: topics.map((topic) => ({ topic, hz: this.#granted.get(topic) ?? this.maxHz })),
    }))
  }

  /** A request goes out that names all topics; what was under way before gets its answer from this one. */
  sent(topics: readonly string[], maxHz: Rate): void {
    this.#sent = { topics: new Set(topics), maxHz }
    this.#underWay.push(...this.#asked)
    this.#asked = []
    this.#byIndex = []
    this.#granted.clear()
  }

  /** Nothing is sent any more. */
  stopped(): void {
    this.#sent = null
    this.#byIndex = []
    this.#granted.clear()
  }

  /**
   * The answer to the request under way, as the answers to what was asked. `isRefused`: a topic that the link believes to be subscribed
   * is refused now, for which a session has no message.
   */
  answers(answer: Subscribed): { readonly messages: readonly ServerMessage[]; readonly isRefused: boolean } {
    const accepted = new Map(answer.topics.map((topic) => [topic.topic, topic]))
    const rejected = new Map(answer.rejected.map((topic) => [topic.topic, topic]))
    for (const { topic, ref, hz } of answer.topics) {
      this.#byIndex[ref] = this.#held.get(topic)
      this.#granted.set(topic, hz)
    }
    const told = [...this.#held.values()].filter(({ isTold }) => isTold)
    const isRefused = told.some(({ topic }) => rejected.has(topic))
    const voided = told.filter(({ topic }) => accepted.get(topic)?.start === 'reset').map(({ topic }) => topic)
    const messages = this.#underWay.map(({ type, id, topics }): Subscribed | Rated =>
      type === 'rate'
        ? { type: 'rated', id, ts: answer.ts, topics: topics.flatMap((topic) => this.#named(accepted.get(topic))) }
        : {
            ...answer,
            id,
            topics: topics.flatMap((topic) => this.#named(accepted.get(topic))),
            rejected: topics.flatMap((topic) => rejected.get(topic) ?? []),
          },
    )
    this.#underWay = []
    for (const topic of rejected.keys()) this.#held.delete(topic)
    for (const held of this.#held.values()) if (accepted.has(held.topic)) held.isTold = true
    const notice = { type: 'notice', ts: answer.ts, reason: 'reset', topics: voided } as const
    return { messages: voided.length === 0 ? messages : [...messages, notice], isRefused }
  }

  /** The frame with the link's refs, of which it knows those that are still wanted. Hot path. */
  frame(frame: FrameMessage): FrameMessage {
    const snapshots: SnapshotPart[] = []
    for (const part of frame.snapshots ?? []) {
      const held = this.#byIndex[part.ref]
      if (held !== undefined) snapshots.push({ ...part, ref: held.ref })
    }
    const deltas: DeltaPart[] = []
    for (const [index, offset, changes] of frame.deltas ?? []) {
      const held = this.#byIndex[index]
      if (held !== undefined) deltas.push([held.ref, offset, changes])
    }
    return { ...frame, snapshots, deltas }
  }

  #named(topic: SubscribedTopic | undefined): SubscribedTopic[] {
    const held = topic === undefined ? undefined : this.#held.get(topic.topic)
    return topic === undefined || held === undefined ? [] : [{ ...topic, ref: held.ref }]
  }
}

const fasterOf = (a: Rate | null, b: Rate): Rate => (a === 'raw' || b === 'raw' ? 'raw' : Math.max(a ?? 0, b))
