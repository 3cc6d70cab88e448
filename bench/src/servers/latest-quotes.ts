import { performance } from 'node:perf_hooks'
import { FEED_EVERY_MS } from '../feed/feed.js'
import type { Load } from '../feed/load.js'
import { Pacer } from '../feed/pacer.js'
import { StampedRecords } from '../feed/stamped-records.js'

/** What changed of one instrument since the last flush; null: nothing. */
type Changed = Record<string, unknown> | null

/**
 * The state behind a server as tutorials teach it: parses each record, keeps what changed of each instrument, and conflates
 * to the same rate. The same records, from the same feed, as Tickwall is given.
 */
export class LatestQuotes {
  readonly #changed = new Map<string, Changed>()
  #fed = 0

  get fed(): number {
    return this.#fed
  }

  /** What is due to somebody with these instruments. */
  deltas(instruments: readonly string[], n: number): unknown[] {
    const deltas: unknown[] = []
    for (const instrument of instruments) {
      const changes = this.#changed.get(instrument) ?? null
      if (changes !== null) deltas.push([instrument, n, changes])
    }
    return deltas
  }

  /** Begins to take ticks in and to call `flush` at the load's rate. */
  start({ topics, ticksPerSecond, hz }: Load, flush: (n: number) => void): void {
    const records = new StampedRecords(topics)
    const pacer = new Pacer(ticksPerSecond, performance.now())
    let n = 0
    setInterval(() => {
      const nowMs = Date.now()
      for (let due = pacer.take(performance.now()); due > 0; due--) this.#fold(records.next(nowMs).value)
    }, FEED_EVERY_MS)
    setInterval(() => {
      flush(++n)
      for (const instrument of this.#changed.keys()) this.#changed.set(instrument, null)
    }, 1000 / hz)
  }

  #fold(value: Buffer): void {
    const { type, instrument, time, ...fields } = JSON.parse(value.toString()) as Record<string, unknown> & {
      instrument: string
    }
    this.#fed++
    let changes = this.#changed.get(instrument) ?? null
    if (changes === null) this.#changed.set(instrument, (changes = {}))
    if (type === 'trade')
      Object.assign(changes, {
        last: fields['price'],
        lastSize: fields['size'],
        lastSide: fields['side'],
        tickAt: time,
      })
    else Object.assign(changes, fields, { quoteAt: time })
  }
}

/** `quote/venue:symbol` without its kind. */
export const instrumentOf = (topic: string): string => topic.slice(topic.indexOf('/') + 1)
