import type { RecordTopic } from './record-topic.js'

/** The entries of a `sys/…` topic, each a field by its id: they end by themselves, and only so many are held. */
export class Entries<Entry extends object> {
  readonly #topic: RecordTopic
  readonly #most: number
  /** The one that was put first comes first. */
  readonly #held = new Map<string, { readonly entry: Entry; readonly untilMs: number }>()

  constructor(topic: RecordTopic, most: number) {
    this.#topic = topic
    this.#most = most
  }

  get size(): number {
    return this.#held.size
  }

  has(id: string): boolean {
    return this.#held.has(id)
  }

  *values(): Iterable<Entry> {
    for (const { entry } of this.#held.values()) yield entry
  }

  /** Adds or replaces one, until a moment of the wall clock; beyond the most that are held the oldest makes room. */
  put(id: string, entry: Entry, untilMs: number, nowMs: number): void {
    this.#held.delete(id)
    this.#held.set(id, { entry, untilMs })
    const [oldest] = this.#held.keys()
    const pushedOut = this.#held.size > this.#most && oldest !== undefined ? { [oldest]: undefined } : {}
    for (const gone of Object.keys(pushedOut)) this.#held.delete(gone)
    this.#topic.set({ ...pushedOut, [id]: entry }, nowMs)
  }

  /** Whether there was one. */
  remove(id: string, nowMs: number): boolean {
    if (!this.#held.delete(id)) return false
    this.#topic.set({ [id]: undefined }, nowMs)
    return true
  }

  /** Lets go of what has ended. */
  sweep(nowMs: number): void {
    const ended = [...this.#held].filter(([, { untilMs }]) => untilMs <= nowMs).map(([id]) => id)
    if (ended.length === 0) return
    for (const id of ended) this.#held.delete(id)
    this.#topic.set(Object.fromEntries(ended.map((id) => [id, undefined])), nowMs)
  }
}
