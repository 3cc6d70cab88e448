import { Random } from '@tickwall/backend/ingest/simulated/random.js'
import type { PublishRecord } from '@tickwall/tools'

export const INSTRUMENTS = ['x:A', 'x:B', 'x:C', 'x:D', 'x:E', 'x:F'] as const
export const METRICS = [
  { host: 'web-1', name: 'cpu' },
  { host: 'web-2', name: 'memory' },
] as const

/** When the newest record of a subject happened, ms, by instrument or host. */
export interface Newest {
  readonly trade: ReadonlyMap<string, number>
  readonly quote: ReadonlyMap<string, number>
  readonly metric: ReadonlyMap<string, number>
}

/** A seeded market in which no value comes twice, so that whatever is swapped, lost or misdirected shows. */
export class Market {
  readonly #random: Random
  readonly #newest = {
    trade: new Map<string, number>(),
    quote: new Map<string, number>(),
    metric: new Map<string, number>(),
  }
  #made = 0
  #lastTrade: { readonly key: string; readonly value: string } | null = null

  constructor(seed: number) {
    this.#random = new Random(seed, 1)
  }

  get newest(): Newest {
    return this.#newest
  }

  /** The next `count` records, as of now. */
  records(count: number, nowMs: number): PublishRecord[] {
    return Array.from({ length: count }, () => this.#record(nowMs))
  }

  /** One record of everything, so that everything shows that it goes on. */
  round(nowMs: number): PublishRecord[] {
    return [
      ...INSTRUMENTS.flatMap((instrument) => [this.#trade(instrument, nowMs), this.#quote(instrument, nowMs)]),
      ...METRICS.map((metric) => this.#metric(metric, nowMs)),
    ]
  }

  #record(nowMs: number): PublishRecord {
    const instrument = INSTRUMENTS[this.#random.below(INSTRUMENTS.length)] as string
    const kind = this.#random.unit()
    if (kind < 0.1) return this.#metric(METRICS[this.#random.below(METRICS.length)] as (typeof METRICS)[number], nowMs)
    if (kind < 0.4) return this.#quote(instrument, nowMs)
    // A duplicate changes nothing but the position [FOLD5].
    if (kind < 0.43 && this.#lastTrade !== null) return { log: 'ticks', eventTime: nowMs, ...this.#lastTrade }
    return this.#trade(instrument, nowMs)
  }

  #trade(instrument: string, time: number): PublishRecord {
    const n = ++this.#made
    const side = this.#random.unit() < 0.5 ? 'buy' : 'sell'
    const value = JSON.stringify({
      ...{ type: 'trade', instrument, time, side },
      ...{ price: this.#price(n), size: `0.${String(n).padStart(6, '0')}`, id: `t${String(n)}` },
    })
    this.#newest.trade.set(instrument, time)
    this.#lastTrade = { key: instrument, value }
    return { log: 'ticks', key: instrument, value, eventTime: time }
  }

  #quote(instrument: string, time: number): PublishRecord {
    const [bid, ask] = [this.#price(++this.#made), this.#price(++this.#made)]
    const sizes = { bidSize: String(this.#made), askSize: String(this.#made + 1) }
    this.#newest.quote.set(instrument, time)
    const value = JSON.stringify({ type: 'quote', instrument, time, bid, ask, ...sizes })
    return { log: 'ticks', key: instrument, value, eventTime: time }
  }

  #metric({ host, name }: (typeof METRICS)[number], time: number): PublishRecord {
    this.#newest.metric.set(host, time)
    const value = JSON.stringify({ type: 'metric', host, name, unit: 'percent', time, value: ++this.#made })
    return { log: 'metrics', key: host, value, eventTime: time }
  }

  /** Goes up and down, and is never the same: its last digits are the number of the record. */
  #price(n: number): string {
    return `${String(100 + this.#random.below(900))}.${String(n).padStart(7, '0')}`
  }
}
