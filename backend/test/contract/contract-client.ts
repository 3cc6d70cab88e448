import {
  parseTopic,
  ReceivedState,
  type FrameMessage,
  type NoticeReason,
  type Rate,
  type SubscribedTopic,
  type TopicKind,
  type WirePosition,
} from '@tickwall/protocol'

/** What a client was told, in terms that no transport has to itself. */
export type Heard =
  | {
      readonly told: 'snapshot'
      readonly topic: string
      readonly epoch: string
      readonly offset: number
      readonly state: unknown
    }
  | { readonly told: 'delta'; readonly topic: string; readonly offset: number; readonly changes: unknown }
  | { readonly told: 'notice'; readonly reason: NoticeReason; readonly topics: readonly string[] }
  | { readonly told: 'closing'; readonly retryAfterMs: number }

/** From where another connection goes on, maybe on another gateway, maybe by another transport. */
export interface Place {
  readonly cursor: string | null
  readonly positions: Readonly<Record<string, WirePosition>>
}

export interface Wish {
  readonly topics: readonly string[]
  /** Default raw: each change is told by itself. */
  readonly maxHz?: Rate
  readonly from?: Place | undefined
  /** What was held before, to go on with. */
  readonly log?: ClientLog | undefined
}

export interface Answer {
  readonly topics: readonly Pick<SubscribedTopic, 'topic' | 'hz' | 'start'>[]
  readonly rejected: readonly { readonly topic: string; readonly code: string }[]
}

/** One client of one gateway, over a transport. */
export interface ContractClient {
  readonly answer: Answer
  readonly log: ClientLog
  /** Stops reading what comes, or asking for it, and takes it up again. */
  pause(): void
  goOn(): void
  /** Goes without a word, from where it may come back. */
  leave(): Promise<Place>
}

/** A way to be a client; the contract holds for every one of them. */
export interface Wire {
  readonly name: string
  /** Connects and subscribes; `url` is that of the gateway. */
  join(url: string, wish: Wish): Promise<ContractClient>
}

/** What one client was told, and what it holds by that; counts what must never happen. */
export class ClientLog {
  readonly heard: Heard[] = []
  readonly broken: string[] = []
  frames = 0
  readonly #states = new Map<string, ReceivedState>()
  #topics = new Map<number, string>()
  #lastN = 0

  constructor(topics: readonly string[]) {
    for (const topic of topics) {
      const kind = parseTopic(topic)?.kind as TopicKind | undefined
      if (kind !== undefined) this.#states.set(topic, new ReceivedState(kind))
    }
  }

  /** From here on `ref` means these topics, and frames are numbered anew. */
  named(topics: readonly Pick<SubscribedTopic, 'topic' | 'ref'>[]): void {
    this.#topics = new Map(topics.map(({ topic, ref }) => [ref, topic]))
    this.#lastN = 0
  }

  took({ n, snapshots = [], deltas = [] }: FrameMessage): void {
    this.frames++
    if (n <= this.#lastN) this.broken.push(`number went back at ${String(n)}`)
    this.#lastN = n
    for (const { ref, epoch, offset, state } of snapshots) {
      const topic = this.#nameOf(ref)
      this.#states.get(topic)?.applySnapshot({ epoch, offset, state })
      this.heard.push({ told: 'snapshot', topic, epoch, offset, state })
    }
    for (const [ref, offset, changes] of deltas) {
      const topic = this.#nameOf(ref)
      const state = this.#states.get(topic)
      if (state !== undefined && offset < state.offset) this.broken.push(`${topic} went back at ${String(n)}`)
      state?.applyChanges(offset, changes)
      this.heard.push({ told: 'delta', topic, offset, changes })
    }
  }

  noticed(reason: NoticeReason, topics: readonly string[] = []): void {
    this.heard.push({ told: 'notice', reason, topics })
  }

  closes(retryAfterMs: number): void {
    this.heard.push({ told: 'closing', retryAfterMs })
  }

  /** What came since the last call. */
  take(): Heard[] {
    return this.heard.splice(0)
  }

  state(topic: string): unknown {
    return this.#states.get(topic)?.state
  }

  offset(topic: string): number {
    return this.#states.get(topic)?.offset ?? -1
  }

  lost(topic: string): number {
    return this.#states.get(topic)?.lost ?? 0
  }

  place(cursor: string | null): Place {
    const held = [...this.#states].filter(([, { epoch }]) => epoch !== '')
    return {
      cursor,
      positions: Object.fromEntries(held.map(([topic, { epoch, offset }]) => [topic, [epoch, offset] as const])),
    }
  }

  #nameOf(ref: number): string {
    const topic = this.#topics.get(ref)
    if (topic === undefined) this.broken.push(`unknown ref ${String(ref)}`)
    return topic ?? ''
  }
}
