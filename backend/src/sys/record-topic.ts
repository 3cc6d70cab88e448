import { formatTopic, type Changes, type Position, type SysName, type Topic, type TopicState } from '@tickwall/protocol'
import type { TopicHandle } from '../market/market-store.js'

export interface RecordTopicOptions {
  readonly name: SysName
  readonly ref: number
  /** Of this process alone: what another one knows of itself is another record. */
  readonly epoch: string
  /** Order of the fields; default: that in which they came. */
  readonly order?: readonly string[]
  /** Called after each change. */
  readonly changed: () => void
}

/** So many fields that ceased are remembered; who stands before an older one gets a snapshot. */
const KEPT_GONE = 1000

interface Field {
  readonly value: unknown
  readonly version: number
}

/** A `sys/…` topic [SYS2]: a record of named fields, each with the change at which it was set (INV3); positions count its changes. */
export class RecordTopic implements TopicHandle {
  readonly topic: Topic
  readonly name: string
  readonly ref: number
  readonly partition = null
  readonly #order: readonly string[] | null
  readonly #changed: () => void
  readonly #fields = new Map<string, Field>()
  /** By field that ceased, when it did; the oldest first. */
  readonly #gone = new Map<string, number>()
  readonly #followers = new Set<() => void>()
  #position: Position
  #floor = 0
  #publishedAt = 0

  constructor({ name, ref, epoch, order, changed }: RecordTopicOptions) {
    this.topic = { kind: 'sys', name }
    this.name = formatTopic(this.topic)
    this.ref = ref
    this.#order = order ?? null
    this.#changed = changed
    this.#position = { epoch, offset: 0 }
  }

  /** Sets fields, as one change; undefined removes one. What is as it was counts as no change. */
  set(fields: Readonly<Record<string, unknown>>, nowMs: number): void {
    const news = Object.entries(fields).filter(([field, value]) => !isSame(this.#fields.get(field)?.value, value))
    if (news.length === 0) return
    const { epoch, offset } = this.#position
    const version = offset + 1
    this.#position = { epoch, offset: version }
    this.#publishedAt = nowMs
    for (const [field, value] of news) {
      this.#gone.delete(field)
      if (value !== undefined) this.#fields.set(field, { value, version })
      else {
        this.#fields.delete(field)
        this.#gone.set(field, version)
      }
    }
    this.#forget()
    for (const touched of this.#followers) touched()
    this.#changed()
  }

  position(): Position {
    return this.#position
  }

  changedSince(offset: number): boolean {
    return offset < this.#position.offset
  }

  follow(touched: () => void): () => void {
    const follower = (): void => touched()
    this.#followers.add(follower)
    return () => this.#followers.delete(follower)
  }

  publishedAt(): number {
    return this.#publishedAt
  }

  state(): TopicState {
    const names = this.#order ?? [...this.#fields.keys()]
    const fields = names.flatMap((field) => {
      const held = this.#fields.get(field)
      return held === undefined ? [] : [[field, held.value]]
    })
    return Object.fromEntries(fields) as unknown as TopicState
  }

  changesSince(offset: number): Changes | null {
    if (!this.changedSince(offset)) return null
    const names = this.#order ?? [...this.#fields.keys(), ...this.#gone.keys()]
    const changes = names.flatMap((field) => {
      const held = this.#fields.get(field)
      const version = held?.version ?? this.#gone.get(field) ?? -1
      return version > offset ? [[field, held?.value ?? null]] : []
    })
    return Object.fromEntries(changes) as Changes
  }

  answers(offset: number): boolean {
    return offset >= this.#floor && offset <= this.#position.offset
  }

  #forget(): void {
    for (const [field, version] of this.#gone) {
      if (this.#gone.size <= KEPT_GONE) return
      this.#gone.delete(field)
      this.#floor = version
    }
  }
}

const isSame = (a: unknown, b: unknown): boolean => Object.is(a, b) || JSON.stringify(a) === JSON.stringify(b)
