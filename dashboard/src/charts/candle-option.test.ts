import type { BarItem } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import { closesInMs, printCountdown } from './bar-interval.js'
import { movingAverage, rowAt, rowsWithin, toColumns } from './bar-columns.js'
import { candleFrame } from './candle-option.js'
import { composeScene } from './candle-scene.js'
import { priceAt, priceRange, priceTicks, yAt } from './price-range.js'

const MINUTE_MS = 60_000
const bar = (minute: number, open: number, close: number): BarItem => [
  minute * MINUTE_MS,
  String(open),
  String(Math.max(open, close) + 1),
  String(Math.min(open, close) - 1),
  String(close),
  '5',
  1,
]
const frameOf = (items: readonly BarItem[], style: 'candles' | 'line' = 'candles', widthPx = 800) => {
  const bars = toColumns(items)
  const lastMs = bars.openTime[bars.count - 1] ?? 0
  const scene = composeScene({
    bars,
    intervalMs: MINUTE_MS,
    view: { spanMs: 100 * MINUTE_MS, end: 'live' },
    nowMs: lastMs + 1000,
    last: 100,
    widthPx,
    heightPx: 400,
    axisPx: 60,
  })
  const option = candleFrame({ bars, scene, intervalMs: MINUTE_MS, style, showsAverage: true })
  const series = option['series'] as { id: string; data: Float64Array }[]
  return { option, scene, data: (id: string) => [...(series.find((one) => one.id === id)?.data ?? [])] }
}

describe('candleFrame', () => {
  it('never sends a dataZoom: the window is ours', () => {
    expect(Object.keys(frameOf([bar(0, 1, 2)]).option).sort()).toEqual(['grid', 'series', 'xAxis', 'yAxis'])
  })
  it('shows a change of the last bar, which stands in the middle of its time', () => {
    const middle = 1.5 * MINUTE_MS
    expect(
      frameOf([bar(0, 10, 12), bar(1, 12, 13)])
        .data('candles')
        .slice(5),
    ).toEqual([middle, 12, 13, 11, 14])
    expect(
      frameOf([bar(0, 10, 12), bar(1, 12, 9)])
        .data('candles')
        .slice(5),
    ).toEqual([middle, 12, 9, 8, 13])
  })
  it('puts each volume on the side of its bar', () => {
    const { data } = frameOf([bar(0, 10, 12), bar(1, 12, 9)])
    expect(data('volumeUp')).toEqual([0.5 * MINUTE_MS, 5])
    expect(data('volumeDown')).toEqual([1.5 * MINUTE_MS, 5])
  })
  it('interrupts a line where bars are missing for long, and draws it for no other look', () => {
    const { data } = frameOf([bar(0, 1, 2), bar(5, 2, 3), bar(30, 3, 4)], 'line')
    const line = data('line')
    expect(line.filter((_, index) => index % 2 === 1)).toEqual([2, 3, NaN, 4])
    expect(data('candles')).toEqual([])
    expect(frameOf([bar(0, 1, 2)]).data('line')).toEqual([])
  })
})

describe('composeScene', () => {
  it('leaves room for the figures above, more where they wrap, and labels the time as often as there is room', () => {
    const [phone, desk] = [frameOf([bar(0, 1, 2)], 'candles', 360), frameOf([bar(0, 1, 2)])]
    expect(phone.scene.price.top).toBeGreaterThan(desk.scene.price.top)
    expect(phone.scene.volume.top + phone.scene.volume.height).toBe(desk.scene.volume.top + desk.scene.volume.height)
    const labels = ({ option }: typeof desk) => (option['xAxis'] as { splitNumber?: number }[])[1]?.splitNumber
    expect([labels(phone), labels(desk)]).toEqual([3, 7])
  })
  it('holds the forming bar, the last price and plots that do not overlap', () => {
    const { scene } = frameOf([bar(0, 10, 12), bar(1, 12, 13)])
    expect(scene.window.toMs).toBeGreaterThan(2 * MINUTE_MS)
    expect(scene.range.high).toBeGreaterThan(100)
    expect(scene.price.top + scene.price.height).toBeLessThanOrEqual(scene.volume.top)
    expect(scene.volume.top + scene.volume.height).toBeLessThan(400)
    expect(scene.ticks.every((tick) => tick >= scene.range.low && tick <= scene.range.high)).toBe(true)
  })
})

describe('bars', () => {
  const bars = toColumns([bar(0, 1, 1), bar(1, 1, 2), bar(2, 1, 3), bar(9, 1, 10)])
  it('finds the rows in sight and the row under a time', () => {
    expect(rowsWithin(bars, { fromMs: 1.5 * MINUTE_MS, toMs: 9 * MINUTE_MS }, MINUTE_MS)).toEqual({ from: 1, to: 3 })
    expect([-99, 0.9, 1.1, 3, 99].map((minute) => rowAt(bars, minute * MINUTE_MS, MINUTE_MS))).toEqual([0, 0, 1, 2, 3])
    expect(rowAt(toColumns([]), 0, MINUTE_MS)).toBe(-1)
  })
  it('averages what lies before the window as well', () => {
    expect([...movingAverage(bars, { from: 0, to: 4 }, 2)]).toEqual([NaN, 1.5, 2.5, 6.5])
    expect([...movingAverage(bars, { from: 2, to: 4 }, 2)]).toEqual([2.5, 6.5])
  })
  it('has a price range of some height, always', () => {
    expect(priceRange(toColumns([]), { from: 0, to: 0 }, null)).toEqual({ low: 0, high: 1 })
    const { low, high } = priceRange(toColumns([]), { from: 0, to: 0 }, 0)
    expect(high).toBeGreaterThan(low)
    expect(priceTicks({ low: 9, high: 21 }, 5)).toEqual([10, 12.5, 15, 17.5, 20])
    expect(priceAt(yAt(13, { low: 9, high: 21 }, 300), { low: 9, high: 21 }, 300)).toBeCloseTo(13)
  })
  it.each([
    { low: 1e16, high: 1e16 + 2 },
    { low: 1e16, high: 1.001e16 },
    { low: -1e300, high: 1e300 },
    { low: 5, high: 5 },
    { low: NaN, high: 1 },
    { low: 0, high: Infinity },
  ])('ends, whatever the prices: %j', (range) => {
    const ticks = priceTicks(range, 5)
    expect(ticks.length).toBeLessThanOrEqual(7)
    expect(ticks.filter((tick) => !(tick >= range.low && tick <= range.high))).toEqual([])
    expect(new Set(ticks).size).toBe(ticks.length)
  })
  it('counts down to the close, never below 0', () => {
    expect(closesInMs(0, '1m', 37_000)).toBe(23_000)
    expect(closesInMs(0, '1m', 99_000)).toBe(0)
    expect([0, 22_001, 60_000, 53_947_000].map(printCountdown)).toEqual(['00:00', '00:23', '01:00', '14:59:07'])
  })
})
