import type { MetricItem } from '@tickwall/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anomalyBand, FEWEST_SECONDS, isUnusual } from './anomaly-band.js'
import { stateRuns } from './state-runs.js'
import { toneOf, worstTone, type Thresholds } from './threshold.js'

const second = (at: number, value: number): MetricItem => [at * 1000, value, value, value]
const series = fc
  .uniqueArray(fc.record({ at: fc.nat(200), value: fc.double({ min: -1e6, max: 1e6, noNaN: true }) }), {
    selector: ({ at }) => at,
    maxLength: 80,
  })
  .map((drawn) => drawn.sort((a, b) => a.at - b.at).map(({ at, value }) => second(at, value)))

describe('toneOf', () => {
  const above: Thresholds = { warn: 70, crit: 85, side: 'above' }
  const below: Thresholds = { warn: 20, crit: 10, side: 'below' }
  it('is passed, not reached', () => {
    expect([70, 70.1, 85, 85.1].map((value) => toneOf(value, above))).toEqual(['good', 'warn', 'warn', 'crit'])
    expect([20, 19, 10, 9].map((value) => toneOf(value, below))).toEqual(['good', 'warn', 'warn', 'crit'])
  })
  it('says nothing without a value or a threshold', () => {
    expect([null, undefined, NaN].map((value) => toneOf(value, above))).toEqual([null, null, null])
    expect(toneOf(9, { warn: null, crit: null, side: 'above' })).toBeNull()
    expect(toneOf(9, { warn: null, crit: 5, side: 'above' })).toBe('crit')
  })
  it('is the worst of several', () => {
    expect([worstTone([]), worstTone([null, 'good']), worstTone(['warn', 'crit', 'good'])]).toEqual([
      null,
      'good',
      'crit',
    ])
  })
})

describe('anomalyBand', () => {
  it('is mean ± sigmas deviations of the seconds before, each worked out anew', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 5, max: 90 }), fc.integer({ min: 1, max: 5 }), (items, seconds, sigmas) => {
        const band = anomalyBand(items, seconds * 1000, sigmas)
        const expected = items.flatMap(([at], index) => {
          const window = items.slice(0, index).filter(([other]) => other >= at - seconds * 1000)
          if (window.length < FEWEST_SECONDS) return []
          const mean = window.reduce((sum, [, value]) => sum + value, 0) / window.length
          const spread = Math.sqrt(window.reduce((sum, [, value]) => sum + (value - mean) ** 2, 0) / window.length)
          return [{ second: at, low: mean - sigmas * spread, high: mean + sigmas * spread }]
        })
        expect(band.map((point) => point.second)).toEqual(expected.map((point) => point.second))
        band.forEach((point, index) => {
          expect(point.low).toBeCloseTo(expected[index]!.low, 1)
          expect(point.high).toBeCloseTo(expected[index]!.high, 1)
        })
      }),
    )
  })
  it('keeps its digits on large values that hardly move', () => {
    const items = Array.from({ length: 40 }, (_, at) => second(at, 1e12 + (at % 2)))
    const { low, high } = anomalyBand(items, 30_000, 3).at(-1)!
    expect(high - low).toBeCloseTo(3, 1)
  })
  it('knows the second that is out of the usual', () => {
    const calm = Array.from({ length: 30 }, (_, at) => second(at, 10 + (at % 3)))
    const unusual = (last: number) => {
      const items = [...calm, second(30, last)]
      return isUnusual(items, anomalyBand(items, 60_000, 3))
    }
    expect([unusual(11), unusual(13), unusual(14), unusual(1)]).toEqual([false, false, true, true])
    expect(isUnusual(calm.slice(0, 3), anomalyBand(calm.slice(0, 3), 60_000, 3))).toBe(false)
  })
})

describe('stateRuns', () => {
  const limits: Thresholds = { warn: 5, crit: 8, side: 'above' }
  it('cover the window without hole or overlap, no two of one state beside each other', () => {
    fc.assert(
      fc.property(series, (items) => {
        const window = { fromMs: 20_000, toMs: 150_000 }
        const runs = stateRuns(items, limits, window)
        expect(runs[0]?.fromMs).toBe(window.fromMs)
        expect(runs.at(-1)?.toMs).toBe(window.toMs)
        runs.forEach((run, index) => {
          expect(run.toMs).toBeGreaterThan(run.fromMs)
          const next = runs[index + 1]
          if (next === undefined) return
          expect(next.fromMs).toBe(run.toMs)
          expect(next.tone).not.toBe(run.tone)
        })
      }),
    )
  })
  it('shows a silence as one', () => {
    const items = [second(1, 1), second(2, 6), second(3, 9), second(20, 1)]
    const tones = stateRuns(items, limits, { fromMs: 0, toMs: 22_000 }).map(({ tone, fromMs, toMs }) => [
      tone,
      fromMs / 1000,
      toMs / 1000,
    ])
    expect(tones).toEqual([
      ['none', 0, 1],
      ['good', 1, 2],
      ['warn', 2, 3],
      ['crit', 3, 4],
      ['none', 4, 20],
      ['good', 20, 22],
    ])
  })
})
