import type { Changes, ServerMessage } from '@tickwall/protocol'

/** What the gateway holds of a topic, told by its frames up to one of them. */
export interface ToldState {
  readonly offset: number
  readonly state: Readonly<Record<string, unknown>>
}

interface Step extends ToldState {
  /** How many frames had come with the one that told it. */
  readonly count: number
}

type Item = readonly [identity: number, ...rest: unknown[]]

/**
 * Every state that frames have told, by the number of frames until then: folded here by the rules of docs/protocol.md (FRM4, FRM5, LST1)
 * and by nothing of the client or the dashboard.
 */
export class FrameLog {
  readonly #topics = new Map<number, string>()
  readonly #steps = new Map<string, Step[]>()
  #count = 0

  /** Frames so far. */
  get count(): number {
    return this.#count
  }

  take(message: ServerMessage): void {
    if (message.type === 'subscribed') for (const { ref, topic } of message.topics) this.#topics.set(ref, topic)
    if (message.type !== 'frame') return
    this.#count += 1
    for (const { ref, offset, state } of message.snapshots ?? []) this.#step(ref, offset, {}, { ...state })
    for (const [ref, offset, changes] of message.deltas ?? []) {
      const before = this.at(this.#topics.get(ref) ?? '', this.#count)
      if (before !== null && offset >= before.offset) this.#step(ref, offset, before.state, changes)
    }
  }

  /** The state of a topic after so many frames; null when none had told it. */
  at(topic: string, count: number): ToldState | null {
    return this.#steps.get(topic)?.findLast((step) => step.count <= count) ?? null
  }

  /** Every state of a topic that was told, oldest first. */
  all(topic: string): readonly ToldState[] {
    return this.#steps.get(topic) ?? []
  }

  #step(ref: number, offset: number, before: ToldState['state'], changes: Changes): void {
    const topic = this.#topics.get(ref) ?? ''
    const steps = this.#steps.get(topic) ?? []
    this.#steps.set(topic, steps)
    steps.push({ count: this.#count, offset, state: merged(before, changes) })
  }
}

function merged(before: ToldState['state'], changes: Changes): ToldState['state'] {
  const fields = Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null)
  const state = Object.fromEntries(fields)
  if (!('items' in state)) return state
  const items = new Map([...itemsOf(before), ...itemsOf(changes)].map((item) => [item[0], item]))
  const size = Number(state['size'])
  return { ...state, items: [...items.values()].sort((a, b) => a[0] - b[0]).slice(-size) }
}

const itemsOf = ({ items }: { readonly items?: unknown }): readonly Item[] => (items ?? []) as readonly Item[]
