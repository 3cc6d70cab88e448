import { BAR_INTERVALS, type BarItem, type BarInterval } from '@tickwall/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TradeTick } from '../ingest/tick.js'
import { Market } from './market.js'
import { trade } from './testing/ticks.js'

/**
 * The same rules written another way: over the whole list at once, with one bigint scale for everything. Nothing of the
 * folds is used, so that an error would have to be made twice.
 */
const SCALE = 18
const units = (text: string): bigint => {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.')
  const magnitude = BigInt(whole + fraction.padEnd(SCALE, '0'))
  return text.startsWith('-') ? -magnitude : magnitude
}
const print = (value: bigint, scale: number): string => {
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0')
  const text = `${digits.slice(0, -scale)}.${digits.slice(-scale)}`.replace(/\.?0+$/, '')
  return value < 0n ? `-${text}` : text
}
const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n)

function withoutDuplicates(all: readonly TradeTick[]): TradeTick[] {
  const kept: TradeTick[] = []
  for (const each of all) {
    const ids = kept.flatMap(({ id }) => (id === null ? [] : [id])).slice(-1024)
    if (each.id === null || !ids.includes(each.id)) kept.push(each)
  }
  return kept
}

/** The text of the extreme price, the first in the log of those that are equal. */
const extreme = (trades: readonly TradeTick[], better: (a: bigint, b: bigint) => boolean): string =>
  trades.map(({ price }) => price.text).reduce((best, text) => (better(units(text), units(best)) ? text : best))
const highest = (trades: readonly TradeTick[]): string => extreme(trades, (a, b) => a > b)
const lowest = (trades: readonly TradeTick[]): string => extreme(trades, (a, b) => a < b)
const volumeOf = (trades: readonly TradeTick[]): string => print(sum(trades.map(({ size }) => units(size.text))), SCALE)

const HOURS_MS = 3_600_000
const LENGTHS: Record<BarInterval, number> = {
  '1s': 1000,
  '5s': 5000,
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
  '1h': HOURS_MS,
  '1d': 24 * HOURS_MS,
}
const dayOf = (time: number, sessionStartMs: number): number => Math.floor((time - sessionStartMs) / (24 * HOURS_MS))

function expectedQuote(all: readonly TradeTick[], sessionStartMs: number): object {
  const trades = withoutDuplicates(all)
  const last = trades.at(-1)
  const newestDay = Math.max(...trades.map(({ time }) => dayOf(time, sessionStartMs)))
  const first = trades.findIndex(({ time }) => dayOf(time, sessionStartMs) === newestDay)
  const day = trades.filter(({ time }) => dayOf(time, sessionStartMs) === newestDay)
  return {
    last: last?.price.text,
    lastSize: last?.size.text,
    tickAt: last?.time,
    open: day[0]?.price.text,
    high: highest(day),
    low: lowest(day),
    ...(first > 0 ? { prevClose: trades[first - 1]?.price.text } : {}),
    volume: volumeOf(day),
    turnover: print(sum(day.map(({ price, size }) => units(price.text) * units(size.text))), 2 * SCALE),
    trades: day.length,
    session: newestDay * 24 * HOURS_MS + sessionStartMs,
  }
}

function expectedBars(
  all: readonly TradeTick[],
  interval: BarInterval,
  sessionStartMs: number,
  size: number,
): BarItem[] {
  const origin = interval === '1d' ? sessionStartMs : 0
  const length = LENGTHS[interval]
  const bucketOf = ({ time }: TradeTick): number => Math.floor((time - origin) / length) * length + origin
  const trades = withoutDuplicates(all)
  const buckets = [...new Set(trades.map(bucketOf))].sort((a, b) => a - b).slice(-size)
  return buckets.map((bucket) => {
    const held = trades.filter((each) => bucketOf(each) === bucket)
    const [open, close] = [held[0]?.price.text ?? '', held.at(-1)?.price.text ?? '']
    return [bucket, open, highest(held), lowest(held), close, volumeOf(held), held.length]
  })
}

const midnight = Date.UTC(2024, 7, 9)
const digits = (max: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9]{1,${max}}$`))
const decimalText = fc
  .tuple(fc.boolean(), digits(15), fc.option(digits(18)))
  .map(([isNegative, whole, fraction]) => `${isNegative ? '-' : ''}${whole}${fraction === null ? '' : `.${fraction}`}`)
const priceText = fc.oneof(fc.constantFrom('100', '100.0', '100.00', '99.95', '100.05', '-0', '0'), decimalText)
const sizeText = priceText.map((text) => text.replace('-', ''))
/** Around midnight and around 22:00, in and out of order, some of them days late. */
const time = fc
  .tuple(
    fc.constantFrom(0, -2 * HOURS_MS, -24 * HOURS_MS, 24 * HOURS_MS, -72 * HOURS_MS),
    fc.integer({ min: -4000, max: 70_000 }),
  )
  .map(([day, step]) => midnight + day + step)
const tick = fc
  .tuple(priceText, sizeText, time, fc.option(fc.nat(40).map(String)))
  .map(([price, size, at, id]) => trade(price, size, at, { id }))

describe('against an independent fold', () => {
  it.each([0, 22 * HOURS_MS])(
    '[FOLD8] every field of the quote is exact to the digit, session start %i',
    (sessionStartMs) => {
      fc.assert(
        fc.property(fc.array(tick, { minLength: 1, maxLength: 60, size: 'max' }), (ticks) => {
          const market = fed(ticks, sessionStartMs)
          const {
            lastSide: _side,
            decimals: _decimals,
            ...state
          } = market.handle({ kind: 'quote', instrument: 'x:A' }).state() as Record<string, unknown>
          expect(state).toEqual(expectedQuote(ticks, sessionStartMs))
        }),
        { numRuns: 150 },
      )
    },
  )

  it.each([0, 22 * HOURS_MS])('[FOLD6] every bar of every interval is, session start %i', (sessionStartMs) => {
    fc.assert(
      fc.property(
        fc.array(tick, { minLength: 1, maxLength: 60, size: 'max' }),
        fc.integer({ min: 1, max: 6 }),
        (ticks, size) => {
          const market = fed(ticks, sessionStartMs, size)
          for (const interval of BAR_INTERVALS) {
            const { items } = market.handle({ kind: 'bars', instrument: 'x:A', interval }).state() as {
              items: BarItem[]
            }
            expect(items).toEqual(expectedBars(ticks, interval, sessionStartMs, size))
          }
        },
      ),
      { numRuns: 150 },
    )
  })
})

function fed(ticks: readonly TradeTick[], sessionStartMs: number, bars = 500): Market {
  const id = { log: 'ticks', partition: 0 } as const
  const market = new Market({ sessionStartMs, ringSizes: { trades: 200, bars, metric: 600 } })
  market.open(id, { epoch: 'e', horizon: 0, horizonMs: null })
  ticks.forEach((each, offset) => market.fold(id, each, offset, 0, each.time))
  return market
}
