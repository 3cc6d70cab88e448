import type { TradeItem } from '@tickwall/protocol'
import type { Die } from './seeded.js'

/** One record of a model topic: fields that it sets (null removes one), and an item for its list. */
export interface ModelRecord {
  readonly fields: Readonly<Record<string, string | null>>
}

export const RING = 6

/** A topic's log, the truth that all gateways fold. A new epoch begins it anew. */
export class ModelLog {
  readonly topic: string
  epoch = 'e1'
  records: ModelRecord[] = []
  #epochs = 1

  constructor(topic: string) {
    this.topic = topic
  }

  append(die: Die): void {
    const fields: Record<string, string | null> = {}
    for (const name of ['last', 'bid', 'ask', 'high'])
      if (die.chance(0.4)) fields[name] = die.chance(0.1) ? null : String(die.below(1_000))
    this.records.push({ fields })
  }

  reset(): void {
    this.epoch = `e${String(++this.#epochs)}`
    this.records = []
  }

  get isList(): boolean {
    return this.topic.startsWith('trades/')
  }

  /** What changed after offset `from`, up to and including `to`; from nothing it is the state. INV3, the slow way. */
  changes(from: number, to: number): Record<string, unknown> {
    return this.isList ? this.#items(from, to) : this.#fields(from, to)
  }

  /** The state at offset `to`: a fold of all records, in which no removed field remains. */
  state(to: number): Record<string, unknown> {
    if (to < 0) return {}
    const state = this.changes(-1, to)
    return Object.fromEntries(
      Object.entries({ ...state, ...(this.isList ? { size: RING } : {}) }).filter(([, v]) => v !== null),
    )
  }

  #fields(from: number, to: number): Record<string, unknown> {
    const changes: Record<string, unknown> = {}
    for (const { fields } of this.records.slice(from + 1, to + 1)) Object.assign(changes, fields)
    return changes
  }

  #items(from: number, to: number): Record<string, unknown> {
    const oldest = Math.max(from + 1, to + 1 - RING)
    const items: TradeItem[] = []
    for (let offset = oldest; offset <= to; offset++) items.push([offset, offset, String(offset), '1', null, null])
    const lost = oldest - (from + 1)
    return { items, ...(from >= 0 && lost > 0 ? { lost } : {}) }
  }
}
