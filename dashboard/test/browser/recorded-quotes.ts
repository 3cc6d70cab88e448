import { join } from 'node:path'
import type { FoundRecording } from '@tickwall/tools'
import { readRecording } from '../../../backend/src/ingest/recorded/read-recording.js'
import type { RecordedRecord } from '../../../backend/src/ingest/recorded/recorded-record.js'

/** Of a quote, what does not depend on the hour at which a recording is played. */
export interface RecordedQuote {
  readonly last?: string
  readonly lastSize?: string
  readonly bid?: string
  readonly bidSize?: string
  readonly ask?: string
  readonly askSize?: string
}

/** Partitions of the log that a gateway makes of a recording. */
const PARTITIONS = 4

/** What the files of a recording say of each instrument at each offset, from the first record on and without a loop. */
export class RecordedQuotes {
  readonly #steps = new Map<string, { readonly offset: number; readonly quote: RecordedQuote }[]>()

  static async read({ dir, name }: FoundRecording): Promise<RecordedQuotes> {
    const quotes = new RecordedQuotes()
    const files = ['trades', 'quotes'].map((kind) => join(dir, `${name}_${kind}.csv.gz`))
    const nextOffsets = new Array<number>(PARTITIONS).fill(0)
    const ids = new Set<string>()
    for await (const { key, value } of readRecording(files)) {
      const partition = partitionOf(key)
      const offset = nextOffsets[partition] ?? 0
      nextOffsets[partition] = offset + 1
      // A trade that was received twice counts once.
      if (value.type === 'trade' && value.id != null) {
        const id = `${key} ${value.id}`
        if (ids.has(id)) continue
        ids.add(id)
      }
      const steps = quotes.#steps.get(key) ?? []
      quotes.#steps.set(key, steps)
      steps.push({ offset, quote: after(steps.at(-1)?.quote ?? {}, value) })
    }
    return quotes
  }

  get instruments(): readonly string[] {
    return [...this.#steps.keys()].sort()
  }

  /** The one of which most is told. */
  get busiest(): string {
    const counts = [...this.#steps].map(([instrument, { length }]) => ({ instrument, length }))
    return counts.sort((a, b) => b.length - a.length)[0]?.instrument ?? ''
  }

  /** After the last record up to that offset; nothing before the first. */
  at(instrument: string, offset: number): RecordedQuote {
    const steps = this.#steps.get(instrument) ?? []
    let [from, to] = [0, steps.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if ((steps[middle]?.offset ?? Infinity) <= offset) from = middle + 1
      else to = middle
    }
    return steps[from - 1]?.quote ?? {}
  }
}

/** FNV-1a of the key. */
function partitionOf(key: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(key)) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0) % PARTITIONS
}

function after(before: RecordedQuote, value: RecordedRecord['value']): RecordedQuote {
  switch (value.type) {
    case 'trade':
      return { ...before, last: value.price, lastSize: value.size }
    case 'quote': {
      const { last, lastSize } = before
      const traded = last === undefined || lastSize === undefined ? {} : { last, lastSize }
      const { bid, bidSize, ask, askSize } = value
      return {
        ...traded,
        bid,
        ask,
        ...(bidSize == null ? {} : { bidSize }),
        ...(askSize == null ? {} : { askSize }),
      }
    }
    case 'metric':
      return before
  }
}
