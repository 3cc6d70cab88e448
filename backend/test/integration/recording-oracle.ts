import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/**
 * What a market must say at the end of a recording, worked out from the files alone: another reader, another
 * arithmetic (fixed-point BigInt) and no code of the product, so that an agreement means something.
 */
export interface OracleQuote {
  readonly last?: string
  readonly lastSize?: string
  readonly lastSide?: string
  readonly bid?: string
  readonly bidSize?: string
  readonly ask?: string
  readonly askSize?: string
  readonly open?: string
  readonly high?: string
  readonly low?: string
  readonly prevClose?: string
  readonly volume?: string
  readonly turnover?: string
  readonly trades?: number
  readonly session?: number
}
/** `[openTime, open, high, low, close, volume, trades]` */
export type OracleBar = [number, string, string, string, string, string, number]

export interface Oracle {
  readonly records: number
  readonly quotes: ReadonlyMap<string, OracleQuote>
  /** 1m bars by instrument, oldest first. */
  readonly bars: ReadonlyMap<string, readonly OracleBar[]>
}

const SCALE = 18
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const REMEMBERED_IDS = 1024

function rows(dir: string, file: string): Record<string, string>[] {
  const [header = '', ...lines] = gunzipSync(readFileSync(join(dir, file)))
    .toString()
    .trimEnd()
    .split('\n')
  const names = header.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']))
  })
}

/** A decimal text as an integer of 10^-18. */
function fixed(text: string): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
  const units = BigInt(whole + fraction.padEnd(SCALE, '0'))
  return text.startsWith('-') ? -units : units
}

/** An integer of 10^-scale without trailing zeros. */
function print(units: bigint, scale: number): string {
  const sign = units < 0n ? '-' : ''
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const fraction = digits.slice(-scale).replace(/0+$/, '')
  return `${sign}${digits.slice(0, -scale)}${fraction === '' ? '' : `.${fraction}`}`
}

interface Day {
  session: number
  open: string
  high: string
  low: string
  prevClose: string | undefined
  volume: bigint
  turnover: bigint
  trades: number
}
interface Bar {
  open: string
  high: string
  low: string
  close: string
  volume: bigint
  trades: number
}

const higher = (a: string, b: string): string => (fixed(b) > fixed(a) ? b : a)
const lower = (a: string, b: string): string => (fixed(b) < fixed(a) ? b : a)

function foldTrades(trades: readonly Record<string, string>[]): { quote: OracleQuote; bars: OracleBar[] } {
  const ids: string[] = []
  const bars = new Map<number, Bar>()
  let day: Day | null = null
  let last: Record<string, string> | null = null
  for (const trade of trades) {
    const { price = '', size = '', trade_id: id = '', ts_ms: time = '' } = trade
    if (ids.includes(id)) continue
    ids.push(id)
    if (ids.length > REMEMBERED_IDS) ids.shift()
    const session = Math.floor(Number(time) / DAY_MS) * DAY_MS
    if (day === null || session > day.session) {
      const prevClose: string | undefined = last?.price
      day = { session, open: price, high: price, low: price, prevClose, volume: 0n, turnover: 0n, trades: 0 }
    }
    if (session === day.session) {
      day.high = higher(day.high, price)
      day.low = lower(day.low, price)
      day.volume += fixed(size)
      day.turnover += fixed(price) * fixed(size)
      day.trades += 1
    }
    const openTime = Math.floor(Number(time) / MINUTE_MS) * MINUTE_MS
    const bar = bars.get(openTime) ?? { open: price, high: price, low: price, close: price, volume: 0n, trades: 0 }
    bar.high = higher(bar.high, price)
    bar.low = lower(bar.low, price)
    bar.close = price
    bar.volume += fixed(size)
    bar.trades += 1
    bars.set(openTime, bar)
    last = trade
  }
  return {
    quote: {
      ...(last === null ? {} : { last: last.price ?? '', lastSize: last.size ?? '', lastSide: last.side ?? '' }),
      ...(day === null
        ? {}
        : {
            open: day.open,
            high: day.high,
            low: day.low,
            ...(day.prevClose === undefined ? {} : { prevClose: day.prevClose }),
            volume: print(day.volume, SCALE),
            turnover: print(day.turnover, 2 * SCALE),
            trades: day.trades,
            session: day.session,
          }),
    },
    bars: [...bars]
      .sort(([a], [b]) => a - b)
      .slice(-500)
      .map(([openTime, bar]) => [
        openTime,
        bar.open,
        bar.high,
        bar.low,
        bar.close,
        print(bar.volume, SCALE),
        bar.trades,
      ]),
  }
}

function byInstrument(all: readonly Record<string, string>[]): Map<string, Record<string, string>[]> {
  const groups = new Map<string, Record<string, string>[]>()
  for (const row of all) {
    const instrument = `${row.venue}:${row.symbol}`
    const group = groups.get(instrument)
    if (group === undefined) groups.set(instrument, [row])
    else group.push(row)
  }
  return groups
}

/** Folds `<name>_trades.csv.gz` and `<name>_quotes.csv.gz` of `dir`, each instrument in the order of its file. */
export function readOracle(dir: string, name: string): Oracle {
  const trades = rows(dir, `${name}_trades.csv.gz`)
  const best = rows(dir, `${name}_quotes.csv.gz`)
  const quotes = new Map<string, OracleQuote>()
  const bars = new Map<string, readonly OracleBar[]>()
  for (const [instrument, group] of byInstrument(trades)) {
    const folded = foldTrades(group)
    quotes.set(instrument, folded.quote)
    bars.set(instrument, folded.bars)
  }
  for (const [instrument, group] of byInstrument(best)) {
    const { bid = '', bid_size: bidSize = '', ask = '', ask_size: askSize = '' } = group.at(-1) ?? {}
    quotes.set(instrument, { ...quotes.get(instrument), bid, bidSize, ask, askSize })
  }
  return { records: trades.length + best.length, quotes, bars }
}
