import type { OutgoingRecord } from '../../src/ingest/process-log.js'
import { Die } from '../fuzz/die.js'

const INSTRUMENTS = ['usdm:BTCUSDT', 'spot:ETHUSDT', 'x:ODD', 'x:比']
/** A topic of each kind of everything that ticks. */
export const ODD_TOPICS = [
  ...INSTRUMENTS.flatMap((instrument) =>
    ['quote/', 'trades/', 'bars/'].map(
      (kind) => `${kind}${encodeURIComponent(instrument).replace('%3A', ':')}${kind === 'bars/' ? '/1s' : ''}`,
    ),
  ),
  'metric/web-1/cpu',
]
/** Texts as venues write them: fixed decimals, eight of them, and whatever is allowed. */
const PRICES: Record<string, readonly string[]> = {
  'usdm:BTCUSDT': ['61837.60', '61837.63', '61840.00', '59500.10'],
  'spot:ETHUSDT': ['2683.80000000', '2683.81000000', '2690.00000000'],
  'x:ODD': ['10', '10.0', '9.99', '-3', '0', '-0.0', '007', '90071992547409931.5', '0.000000000000000001'],
  'x:比': ['1.5', '1', '1.25', '99999999999999999999999.5'],
}
const SIZES = ['1', '0.020', '3.02920000', '0', '2.000000000000000001', '1234567']

/** A seeded market whose texts are as odd as they may be: the same calls give the same ticks. */
export class OddMarket {
  readonly #die: Die
  #nowMs = Date.UTC(2026, 2, 2, 23, 59, 50)

  constructor(seed: number) {
    this.#die = new Die(seed)
  }

  /** Some seconds of ticks of everything; after a few calls the day turns. */
  next(): OutgoingRecord[] {
    const die = this.#die
    const records: OutgoingRecord[] = []
    for (let i = 0; i < 120; i++) {
      const nowMs = (this.#nowMs += die.below(30))
      const time = nowMs - (die.chance(0.1) ? die.below(5000) : 0)
      const instrument = INSTRUMENTS[i % INSTRUMENTS.length] as string
      const prices = PRICES[instrument] as readonly string[]
      const optional = <T>(value: T): T | null => (die.chance(0.2) ? null : value)
      const ticks = { log: 'ticks', key: instrument, timeMs: nowMs } as const
      records.push(
        {
          ...ticks,
          value: {
            ...{ type: 'trade', instrument, time, price: die.pick(prices), size: die.pick(SIZES) },
            ...{ side: optional(die.pick(['buy', 'sell'])), id: optional(die.pick([`${nowMs}${i}`, `é-${i}`])) },
          },
        },
        {
          ...ticks,
          value: {
            ...{ type: 'quote', instrument, time, bid: die.pick(prices), bidSize: optional(die.pick(SIZES)) },
            ...{ ask: die.pick(prices), askSize: optional(die.pick(SIZES)) },
          },
        },
        {
          ...{ log: 'metrics', key: 'web-1', timeMs: nowMs },
          value: {
            ...{ type: 'metric', host: 'web-1', name: 'cpu', unit: optional('°C'), time },
            value: die.pick([12.3, 0.1 + 0.2, -1e-9, 0, 1e21, 7]),
          },
        },
      )
    }
    return records
  }
}
