import { beforeAll, describe, expect, it } from 'vitest'
import { catalogue } from './catalogue/catalogue.js'
import { Market } from './market.js'
import type { SimulatedTick } from './simulated-tick.js'

const startMs = Date.UTC(2026, 2, 2, 9, 30, 0, 123)
const DECIMAL = /^-?\d+(\.\d{1,18})?$/

function play(seconds: number, stepMs: number, options: { seed?: number; rate?: number } = {}): SimulatedTick[] {
  const market = new Market({ seed: options.seed ?? 1, startMs, ...(options.rate ? { rate: options.rate } : {}) })
  const ticks: SimulatedTick[] = []
  for (let ms = stepMs; ms <= seconds * 1_000; ms += stepMs) ticks.push(...market.advance(startMs + ms))
  return ticks
}

describe('Market', { timeout: 30_000 }, () => {
  it('makes the same records whatever the step size', () => {
    const whole = play(20, 20_000)
    expect(whole.length).toBeGreaterThan(10_000)
    expect(play(20, 20)).toEqual(whole)
    expect(play(20, 1_250)).toEqual(whole)
  })

  it('makes other records of another seed', () => {
    expect(play(1, 1_000, { seed: 2 })).not.toEqual(play(1, 1_000))
  })

  it('begins with a quote of every name and never returns a record early or twice', () => {
    const market = new Market({ seed: 1, startMs })
    const first = market.advance(startMs + 40)
    expect(new Set(first.filter(({ type }) => type === 'quote').map(({ instrument }) => instrument)).size).toBe(
      catalogue.length,
    )
    expect(market.advance(startMs + 40)).toEqual([])
    for (const tick of market.advance(startMs + 1_001)) {
      expect(tick.time).toBeGreaterThan(startMs + 40)
      expect(tick.time).toBeLessThanOrEqual(startMs + 1_001)
    }
  })

  it('goes on where another market of the same seed is', () => {
    const lastQuotes = (ticks: readonly SimulatedTick[]) =>
      new Map(ticks.flatMap((tick) => (tick.type === 'quote' ? [[tick.instrument, Number(tick.bid)]] : [])))
    const earlier = lastQuotes(new Market({ seed: 1, startMs: startMs - 30_000 }).advance(startMs))
    const later = lastQuotes(new Market({ seed: 1, startMs }).advance(startMs + 40))
    for (const name of ['usdm:BTCUSDT', 'fx:EURUSD', 'eq:NOVQ', 'cmd:GOLD']) {
      expect(Math.abs(earlier.get(name)! / later.get(name)! - 1)).toBeLessThan(0.0005)
    }
  })

  it('leaves out what was missed when told so', () => {
    const market = new Market({ seed: 1, startMs })
    market.advance(startMs + 1_000)
    market.skip(startMs + 3_600_000)
    const ticks = market.advance(startMs + 3_601_000)
    expect(ticks.length).toBeLessThan(5_000)
    expect(ticks[0]!.time).toBeGreaterThanOrEqual(startMs + 3_600_000)
  })

  it('keeps the rate it is asked for, within a quarter', () => {
    for (const rate of [100, 4_000]) {
      const perSecond = play(60, 500, { rate }).length / 60
      // The opening quotes of all names are on top.
      expect(perSecond - catalogue.length / 60).toBeGreaterThan(rate * 0.75)
      expect(perSecond - catalogue.length / 60).toBeLessThan(rate * 1.25)
    }
  })
})

describe('five minutes of the market', { timeout: 30_000 }, () => {
  const seconds = 300
  let ticks: SimulatedTick[] = []
  beforeAll(() => {
    ticks = play(seconds, 1_000)
  }, 60_000)

  it('makes 1,000 to 1,500 records a second', () => {
    expect(ticks.length / seconds).toBeGreaterThan(1_000)
    expect(ticks.length / seconds).toBeLessThan(1_500)
  })

  it('is in the order of event time', () => {
    for (let i = 1; i < ticks.length; i++) if (ticks[i]!.time < ticks[i - 1]!.time) expect.fail(`record ${i}`)
  })

  it('prints every number as the input contract wants it, with the decimals of its name', () => {
    const places = new Map(catalogue.map((entry) => [entry.instrument, entry]))
    for (const tick of ticks) {
      const name = places.get(tick.instrument)!
      const texts = tick.type === 'trade' ? [tick.price] : [tick.bid, tick.ask]
      const sizes = tick.type === 'trade' ? [tick.size] : [tick.bidSize!, tick.askSize!]
      const isRight =
        texts.every((text) => DECIMAL.test(text) && (text.split('.')[1] ?? '').length === name.places) &&
        sizes.every((text) => DECIMAL.test(text) && Number(text) > 0) &&
        (name.base.moves === 'linear' || texts.every((text) => Number(text) > 0))
      if (!isRight) expect.fail(JSON.stringify(tick))
    }
  })

  it('never crosses or locks a quote', () => {
    const crossed = ticks.filter((tick) => tick.type === 'quote' && Number(tick.bid) >= Number(tick.ask))
    expect(crossed).toEqual([])
  })

  it('trades at the quote, but for bursts', () => {
    const quotes = new Map<string, readonly [string, string]>()
    let trades = 0
    let inside = 0
    for (const tick of ticks) {
      if (tick.type === 'quote') quotes.set(tick.instrument, [tick.bid, tick.ask])
      else {
        trades++
        if (tick.price === quotes.get(tick.instrument)?.[tick.side === 'sell' ? 0 : 1]) inside++
      }
    }
    expect(trades / ticks.length).toBeGreaterThan(0.15)
    expect(inside / trades).toBeGreaterThan(0.75)
  })

  it('never repeats a trade id', () => {
    const ids = ticks.flatMap((tick) => (tick.type === 'trade' ? [`${tick.instrument} ${tick.id}`] : []))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('bursts: more than 200 records of one name within 100 ms, more than once a minute', () => {
    const counts = new Map<string, number>()
    for (const { instrument, time } of ticks) {
      const cell = `${instrument} ${Math.floor(time / 100)}`
      counts.set(cell, (counts.get(cell) ?? 0) + 1)
    }
    expect([...counts.values()].filter((count) => count > 200).length).toBeGreaterThan(5)
  })

  it('has names that trade once a minute or less, and none that are dead', () => {
    const trades = new Map<string, number>()
    const alive = new Set<string>()
    for (const { type, instrument } of ticks) {
      alive.add(instrument)
      if (type === 'trade') trades.set(instrument, (trades.get(instrument) ?? 0) + 1)
    }
    expect(alive.size).toBe(catalogue.length)
    const quiet = catalogue.filter(({ instrument }) => (trades.get(instrument) ?? 0) <= seconds / 60)
    expect(quiet.length).toBeGreaterThan(5)
    expect(quiet.length).toBeLessThan(60)
  })

  it('moves together: bitcoin and ether more than bitcoin and wheat, and a perpetual with its coin', () => {
    const pricesOf = (name: string) => {
      const prices: number[] = []
      let last = Number.NaN
      let until = startMs
      for (const tick of ticks) {
        while (tick.time > until) {
          prices.push(last)
          until += 5_000
        }
        if (tick.instrument === name && tick.type === 'quote') last = (Number(tick.bid) + Number(tick.ask)) / 2
      }
      return prices.slice(1)
    }
    const correlation = (one: string, other: string) => {
      const moves = (prices: number[]) => prices.slice(1).map((price, i) => price / prices[i]! - 1)
      const a = moves(pricesOf(one))
      const b = moves(pricesOf(other))
      const dot = (x: number[], y: number[]) => x.reduce((sum, value, i) => sum + value * y[i]!, 0)
      return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
    }
    expect(correlation('usdm:BTCUSDT', 'usdm:ETHUSDT')).toBeGreaterThan(0.4)
    expect(correlation('usdm:BTCUSDT', 'spot:BTCUSDT')).toBeGreaterThan(0.8)
    expect(correlation('usdm:BTCUSDT', 'usdm:ETHUSDT')).toBeGreaterThan(correlation('usdm:BTCUSDT', 'cmd:WHEAT') + 0.2)
  })
})
