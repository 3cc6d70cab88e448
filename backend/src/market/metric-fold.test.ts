import { describe, expect, it } from 'vitest'
import { noCounts } from './fold-counts.js'
import { MetricFold } from './metric-fold.js'
import { metric } from './testing/ticks.js'

const second = 1_723_161_255_000
const seconds = (fold: MetricFold): number[] => (fold.state().items ?? []).map(([at]) => at)

describe('MetricFold', () => {
  it('[STA4] holds the last record and the sums of the current second, in protocol order', () => {
    const fold = new MetricFold(noCounts())
    fold.point(metric(4, second - 1), 0, 1)
    fold.point(metric(1, second + 5, { unit: 'percent' }), 1, 2)
    fold.point(metric(2, second + 900, { unit: 'percent' }), 2, 3)
    expect(Object.entries(fold.state())).toEqual([
      ['value', 2],
      ['at', second + 900],
      ['unit', 'percent'],
      ['min', 1],
      ['max', 2],
      ['avg', 1.5],
      ['count', 2],
      [
        'items',
        [
          [second - 1000, 4, 4, 4],
          [second, 1.5, 1, 2],
        ],
      ],
      ['size', 600],
    ])
    expect(fold.publishedAt).toBe(3)
  })

  it('[STA4] averages in log order, as a plain sum of doubles', () => {
    const fold = new MetricFold(noCounts())
    const values = [0.1, 0.2, 0.3, 1e16, -1e16]
    values.forEach((value, offset) => fold.point(metric(value, second), offset, 0))
    expect(fold.state().avg).toBe((0.1 + 0.2 + 0.3 + 1e16 - 1e16) / 5)
  })

  it('[STA4] has a finite average where the sum of finite values is not', () => {
    const fold = new MetricFold(noCounts())
    fold.point(metric(1.7e308, second), 0, 0)
    fold.point(metric(1.6e308, second), 1, 0)
    expect(fold.state()).toMatchObject({ avg: 1.7e308, min: 1.6e308, count: 2 })
  })

  it('[STA4] lets a late point change value and time and its own second, not the current one', () => {
    const fold = new MetricFold(noCounts())
    fold.point(metric(1, second), 0, 0)
    fold.point(metric(2, second + 1000), 1, 0)
    fold.point(metric(9, second + 1), 2, 0)
    expect(fold.changesSince(1)).toEqual({ value: 9, at: second + 1, items: [[second, 5, 1, 9]] })
    expect(fold.state()).toMatchObject({ min: 2, max: 2, count: 1 })
  })

  it('[LST4] tells of a late point that changes nothing but its second', () => {
    const fold = new MetricFold(noCounts())
    const points = [metric(1, second), metric(5, second + 1000), metric(9, second + 1), metric(9, second + 1)]
    points.forEach((point, offset) => fold.point(point, offset, offset))
    expect(fold.changesSince(2)).toEqual({ items: [[second, 19 / 3, 1, 9]] })
    expect(fold.publishedAt).toBe(3)
  })

  it('[STA4] inserts a late second in its place, and counts what is older than all of a full ring', () => {
    const counts = noCounts()
    const fold = new MetricFold(counts, 3)
    for (const at of [0, 4, 2]) fold.point(metric(1, second + at * 1000), at, 0)
    expect(seconds(fold)).toEqual([0, 2, 4].map((at) => second + at * 1000))
    fold.point(metric(1, second - 1000), 5, 0)
    expect(counts.unheldPoints).toBe(1)
    expect(seconds(fold)).toEqual([0, 2, 4].map((at) => second + at * 1000))
    fold.point(metric(1, second + 3000), 6, 0)
    expect(seconds(fold)).toEqual([2, 3, 4].map((at) => second + at * 1000))
  })

  it('[LST4] gives only what changed after an offset', () => {
    const fold = new MetricFold(noCounts())
    fold.point(metric(1, second, { unit: 'ms' }), 0, 0)
    fold.point(metric(3, second + 1, { unit: 'ms' }), 1, 0)
    expect(fold.changesSince(0)).toEqual({
      value: 3,
      at: second + 1,
      max: 3,
      avg: 2,
      count: 2,
      items: [[second, 2, 1, 3]],
    })
    expect(fold.changesSince(1)).toBeNull()
  })

  it('[STA4] forgets the unit with a record that has none', () => {
    const fold = new MetricFold(noCounts())
    fold.point(metric(1, second, { unit: 'ms' }), 0, 0)
    fold.point(metric(1, second), 1, 0)
    expect(fold.changesSince(0)).toMatchObject({ unit: null })
    expect(fold.state()).not.toHaveProperty('unit')
    expect(fold.unit).toBeNull()
  })

  it('[LST2] keeps the newest 600 seconds', () => {
    const fold = new MetricFold(noCounts())
    for (let at = 0; at < 1500; at++) fold.point(metric(at, second + at * 1000), at, 0)
    expect(seconds(fold)).toEqual(Array.from({ length: 600 }, (_, i) => second + (900 + i) * 1000))
  })

  it('[STA7] shows no second that may lack points, nor its sums', () => {
    const fold = new MetricFold(noCounts())
    fold.withhold(second + 500)
    fold.point(metric(1, second + 600), 0, 0)
    expect(fold.state()).toEqual({ value: 1, at: second + 600, items: [], size: 600 })
    expect(fold.changesSince(-1)).toEqual({ value: 1, at: second + 600, unit: null })
    fold.point(metric(2, second + 1000), 1, 0)
    expect(fold.state()).toMatchObject({ min: 2, count: 1, items: [[second + 1000, 2, 2, 2]] })
    fold.point(metric(3, second + 700), 2, 0)
    expect([fold.answers(1, true), fold.answers(2, true)]).toEqual([false, true])
  })

  it('[POS4] answers no foreign position while the current second is one that it does not show', () => {
    const fold = new MetricFold(noCounts())
    fold.withhold(second)
    fold.point(metric(1, second + 500), 0, 0)
    expect([fold.answers(0, true), fold.answers(0, false)]).toEqual([false, true])
  })

  it('[POS4] voids all positions when a second changes that it does not show and that who resumed here may hold', () => {
    const fold = new MetricFold(noCounts())
    fold.withhold(second)
    fold.point(metric(1, second + 1000), 0, 0)
    fold.point(metric(2, second + 500), 1, 0)
    expect([fold.answers(0, false), fold.answers(1, false), fold.answers(1, true)]).toEqual([false, true, true])
  })

  it('[FOLD9] takes back seconds that turn out to lack points', () => {
    const fold = new MetricFold(noCounts())
    for (const at of [0, 1, 2]) fold.point(metric(at, second + at * 1000), at, 0)
    fold.withhold(second + 1000)
    expect(seconds(fold)).toEqual([second + 2000])
    fold.withhold(second + 2000)
    expect(fold.state()).toEqual({ value: 2, at: second + 2000, items: [], size: 600 })
  })
})
