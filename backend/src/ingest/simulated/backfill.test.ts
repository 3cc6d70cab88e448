import { beforeAll, describe, expect, it } from 'vitest'
import { backfill } from './backfill.js'
import { catalogue } from './catalogue/catalogue.js'
import { Market } from './market.js'
import type { SimulatedTick } from './simulated-tick.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const startMs = Date.UTC(2026, 2, 2, 9, 30, 17, 123)

describe('backfill', { timeout: 30_000 }, () => {
  let ticks: SimulatedTick[] = []
  let byName = new Map<string, SimulatedTick[]>()
  beforeAll(() => {
    ticks = [...backfill({ seed: 1, startMs })].flat()
    byName = group(ticks)
  }, 60_000)

  /** Distinct buckets that have a trade, of those that lie wholly between two moments. */
  const filled = (name: string, fromMs: number, toMs: number, bucketMs: number) => {
    const buckets = new Set((byName.get(name) ?? []).map(({ time }) => Math.floor(time / bucketMs)))
    let holes = 0
    let count = 0
    for (let bucket = Math.ceil(fromMs / bucketMs); (bucket + 1) * bucketMs <= toMs; bucket++) {
      count++
      if (!buckets.has(bucket)) holes++
    }
    return { holes, count }
  }

  it('stays within what a start may cost, in batches small enough to pause between', () => {
    expect(ticks.length).toBeGreaterThan(250_000)
    expect(ticks.length).toBeLessThan(400_000)
    for (const batch of backfill({ seed: 1, startMs })) expect(batch.length).toBeLessThanOrEqual(catalogue.length)
  })

  it('is in the order of event time and ends before the live market begins', () => {
    for (let i = 1; i < ticks.length; i++) if (ticks[i]!.time < ticks[i - 1]!.time) expect.fail(`record ${i}`)
    expect(ticks.at(-1)!.time).toBeLessThan(startMs)
    expect(ticks.at(-1)!.time).toBeGreaterThan(startMs - MINUTE_MS)
  })

  it('leaves no minute of a busy or normal name empty in the last 8 hours', () => {
    for (const { instrument, tempo } of catalogue) {
      if (tempo === 'quiet') continue
      const { holes, count } = filled(instrument, startMs - 8 * HOUR_MS, startMs, MINUTE_MS)
      expect(count).toBeGreaterThanOrEqual(479)
      expect(holes, instrument).toBe(0)
    }
  })

  it('fills 200 hourly and 60 daily bars of every name', () => {
    for (const { instrument } of catalogue) {
      expect(filled(instrument, startMs - 201 * HOUR_MS, startMs, HOUR_MS), instrument).toEqual({
        holes: 0,
        count: 200,
      })
      expect(filled(instrument, startMs - 61 * DAY_MS, startMs, DAY_MS), instrument).toEqual({ holes: 0, count: 60 })
    }
  })

  it('gives most hourly bars a body: more than one trade', () => {
    const trades = byName.get('eq:MESH')!.filter(({ time }) => time > startMs - 200 * HOUR_MS)
    expect(trades.length).toBeGreaterThan(200 * 1.3)
  })

  it('has quiet names with minutes in which nothing is traded', () => {
    const quiet = catalogue.filter(({ tempo }) => tempo === 'quiet')
    for (const { instrument } of quiet)
      expect(filled(instrument, startMs - HOUR_MS, startMs, MINUTE_MS).holes).toBeGreaterThan(20)
  })

  it('never repeats a trade id, also not where the live market takes over', () => {
    const live = new Market({ seed: 1, startMs }).advance(startMs + 30_000)
    const ids = new Set<string>()
    let trades = 0
    for (const tick of [...ticks, ...live]) {
      if (tick.type !== 'trade') continue
      trades++
      ids.add(`${tick.instrument} ${tick.id}`)
    }
    expect(ids.size).toBe(trades)
  })

  it('runs into the live prices without a jump', () => {
    const live = new Map<string, number>()
    for (const tick of new Market({ seed: 1, startMs }).advance(startMs + 40)) {
      if (tick.type === 'quote') live.set(tick.instrument, (Number(tick.bid) + Number(tick.ask)) / 2)
    }
    for (const { instrument, base, quote } of catalogue) {
      if (base.moves === 'linear') continue
      const last = byName.get(instrument)!.at(-1)!
      if (last.type !== 'trade') continue
      const dailyMove = Math.max(base.dailyMove, quote?.dailyMove ?? 0)
      expect(Math.abs(Number(last.price) / live.get(instrument)! - 1), instrument).toBeLessThan(dailyMove / 4 + 0.002)
    }
  })

  it('has volumes in line with the live ones: an hour of history weighs about 60 live minutes', () => {
    const volume = (records: readonly SimulatedTick[], name: string) =>
      records.reduce(
        (sum, tick) => (tick.instrument === name && tick.type === 'trade' ? sum + Number(tick.size) : sum),
        0,
      )
    const live = new Market({ seed: 1, startMs }).advance(startMs + 120_000)
    const past = byName.get('usdm:ETHUSDT')!.filter(({ time }) => time > startMs - HOUR_MS)
    const ratio = volume(past, 'usdm:ETHUSDT') / (volume(live, 'usdm:ETHUSDT') * 30)
    expect(ratio).toBeGreaterThan(0.25)
    expect(ratio).toBeLessThan(4)
  })

  it('knows prices below zero', () => {
    const belowZero = ticks.filter((tick) => tick.type === 'trade' && tick.price.startsWith('-'))
    expect(new Set(belowZero.map(({ instrument }) => instrument)).size).toBeGreaterThan(0)
    for (const { instrument } of belowZero) expect(instrument).toMatch(/^cmd:(POWER|.*SPREAD)/)
  })
})

/** What Map.groupBy does from Node 21 on. */
function group(ticks: readonly SimulatedTick[]): Map<string, SimulatedTick[]> {
  const groups = new Map<string, SimulatedTick[]>()
  for (const tick of ticks) {
    const members = groups.get(tick.instrument)
    if (members === undefined) groups.set(tick.instrument, [tick])
    else members.push(tick)
  }
  return groups
}
