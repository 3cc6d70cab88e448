import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toColumns } from '../bar-columns.js'
import { bollingerBands } from './bollinger-bands.js'
import { exponentialAverage } from './exponential-average.js'
import { movingAverage } from './moving-average.js'
import { sessionVwap, type SessionTotals } from './session-vwap.js'

const all = (values: readonly number[]) => ({ from: 0, to: values.length })
const rounded = (values: Float64Array, places = 4) =>
  [...values].map((value) => (Number.isNaN(value) ? null : Number(value.toFixed(places))))

/** Prices of any market, and rows in sight of them. */
const series = fc
  .record({
    base: fc.constantFrom(0.0001, 1, 60_000, 1e9),
    steps: fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 60 }),
    length: fc.integer({ min: 1, max: 20 }),
    cut: fc.nat(),
  })
  .map(({ base, steps, length, cut }) => {
    const values = steps.map((step) => base * (1 + step / 10_000))
    return { base, values, length, rows: { from: cut % values.length, to: values.length } }
  })

/** The formulas as they are written in books, a whole sum for every row. */
const naive = {
  mean: (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length,
  newest: (values: readonly number[], row: number, length: number) =>
    row + 1 < length ? null : values.slice(row + 1 - length, row + 1),
  deviation(values: readonly number[]): number {
    const mean = naive.mean(values)
    return Math.sqrt(naive.mean(values.map((value) => (value - mean) ** 2)))
  },
  ema(values: readonly number[], row: number, length: number): number {
    if (row + 1 < length) return NaN
    if (row + 1 === length) return naive.mean(values.slice(0, length))
    const weight = 2 / (length + 1)
    return weight * (values[row] ?? NaN) + (1 - weight) * naive.ema(values, row - 1, length)
  },
}

function expectRows(shown: Float64Array, rows: { from: number; to: number }, expected: (row: number) => number): void {
  expect(shown.length).toBe(rows.to - rows.from)
  shown.forEach((value, index) => {
    const wanted = expected(rows.from + index)
    if (Number.isNaN(wanted)) expect(value).toBeNaN()
    else expect(Math.abs(value - wanted)).toBeLessThanOrEqual(Math.max(Math.abs(wanted), 1e-9) * 1e-9)
  })
}

describe('moving average', () => {
  it('is the mean of the newest values, computed by hand', () => {
    const values = [1, 2, 3, 4, 10]
    expect(rounded(movingAverage(Float64Array.from(values), all(values), 3))).toEqual([null, null, 2, 3, 5.6667])
    expect(rounded(movingAverage(Float64Array.from(values), { from: 3, to: 5 }, 3))).toEqual([3, 5.6667])
    expect(rounded(movingAverage(Float64Array.from(values), all(values), 6))).toEqual([null, null, null, null, null])
  })
  it('is the same as a whole sum for every row', () => {
    fc.assert(
      fc.property(series, ({ values, length, rows }) => {
        expectRows(movingAverage(Float64Array.from(values), rows, length), rows, (row) => {
          const newest = naive.newest(values, row, length)
          return newest === null ? NaN : naive.mean(newest)
        })
      }),
    )
  })
})

describe('exponential average', () => {
  it('begins with the mean of the first values, computed by hand', () => {
    const values = [1, 2, 3, 7, 5]
    // (1 + 2 + 3) / 3 = 2; then a half of each: (2 + 7) / 2 = 4.5; (4.5 + 5) / 2 = 4.75
    expect(rounded(exponentialAverage(Float64Array.from(values), all(values), 3))).toEqual([null, null, 2, 4.5, 4.75])
  })
  it('is the same as its recursion', () => {
    fc.assert(
      fc.property(series, ({ values, length, rows }) => {
        expectRows(exponentialAverage(Float64Array.from(values), rows, length), rows, (row) =>
          naive.ema(values, row, length),
        )
      }),
    )
  })
})

describe('Bollinger bands', () => {
  it('stand so many deviations of the population around the mean, computed by hand', () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9]
    // Mean 5; the squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, of eight: 4, and its root is 2.
    const { middle, upper, lower } = bollingerBands(Float64Array.from(values), { from: 7, to: 8 }, 8, 1.5)
    expect([middle[0], upper[0], lower[0]]).toEqual([5, 8, 2])
  })
  it('are the same as sums over every row, and closed over a flat market', () => {
    fc.assert(
      fc.property(series, ({ base, values, length, rows }) => {
        const bands = bollingerBands(Float64Array.from(values), rows, length, 2)
        for (let row = rows.from; row < rows.to; row++) {
          const newest = naive.newest(values, row, length)
          const at = row - rows.from
          if (newest === null) expect(bands.upper[at]).toBeNaN()
          else {
            const wanted = naive.mean(newest) + 2 * naive.deviation(newest)
            // A root of what is left of rounding: half of the digits.
            expect(Math.abs((bands.upper[at] ?? NaN) - wanted)).toBeLessThanOrEqual(base * 1e-7)
          }
        }
      }),
    )
    const { upper, lower } = bollingerBands(Float64Array.from([7, 7, 7, 7]), { from: 3, to: 4 }, 4, 2)
    expect([upper[0], lower[0]]).toEqual([7, 7])
  })
})

describe('session VWAP', () => {
  const DAY = 86_400_000
  const HOUR = 3_600_000
  /** Bars of an hour whose high, low and close are all the same. */
  const barsOf = (from: number, rows: readonly (readonly [price: number, volume: number])[]) =>
    toColumns(
      rows.map(([price, volume], hour) => {
        const text = String(price)
        return [from + hour * HOUR, text, text, text, text, String(volume), 1]
      }),
    )
  const vwap = (
    from: number,
    rows: readonly (readonly [number, number])[],
    totals: SessionTotals | null = null,
    offset = 0,
  ) => rounded(sessionVwap(barsOf(from, rows), { from: 0, to: rows.length }, offset, totals))

  it('weighs prices by volume from the start of the session on, computed by hand', () => {
    const rows = [
      [10, 1],
      [20, 3],
      [40, 4],
    ] as const
    // 10 / 1; (10 + 60) / 4; (70 + 160) / 8
    expect(vwap(0, rows)).toEqual([10, 17.5, 28.75])
  })
  it('takes the typical price of a bar', () => {
    const bars = toColumns([[0, '9', '12', '3', '6', '2', 1]])
    expect([...sessionVwap(bars, { from: 0, to: 1 }, 0, null)]).toEqual([7])
  })
  it('begins anew with each session, whenever that begins', () => {
    const rows = [
      [10, 1],
      [20, 1],
      [50, 1],
    ] as const
    expect(vwap(DAY - HOUR, rows, null)).toEqual([null, 20, 35])
    expect(vwap(DAY, rows, null, HOUR)).toEqual([null, 20, 35])
    expect(vwap(DAY, rows, null, 2 * HOUR)).toEqual([null, null, 50])
  })
  it('adds what was traded before the first held bar, and is absent where that is not known', () => {
    const rows = [
      [20, 1],
      [40, 2],
    ] as const
    // 5 more at 10 before them: 50 of 150.
    const totals = { startMs: DAY, volume: 8, turnover: 150 }
    expect(vwap(DAY + 3 * HOUR, rows, totals)).toEqual([rounded(Float64Array.of(70 / 6))[0], 18.75])
    expect(vwap(DAY + 3 * HOUR, rows, { ...totals, startMs: 0 })).toEqual([null, null])
    expect(vwap(DAY + 3 * HOUR, rows, null)).toEqual([null, null])
    // The quote may be a trade behind the bars.
    expect(vwap(DAY + 3 * HOUR, rows, { startMs: DAY, volume: 2.5, turnover: 90 })).toEqual([20, 33.3333])
  })
  it('says nothing before anything was traded', () => {
    expect(vwap(0, [[10, 0]])).toEqual([null])
  })
})
