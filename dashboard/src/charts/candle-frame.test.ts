import type { BarItem } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import type { Hole } from './bar-history.js'
import { closesInMs, printCountdown } from './bar-interval.js'
import { ColumnReader, rowAt, rowsWithin, toColumns } from './bar-columns.js'
import { candleBase } from './candle-base.js'
import { candleFrame } from './candle-frame.js'
import { composeScene } from './candle-scene.js'
import type { DrawnStyle } from './chart-style.js'
import { parseIndicators, type Indicator } from './indicators/indicator.js'
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
const colors = { up: 'u', down: 'd', line: 'l', grid: 'g', rule: 'r', label: 'b', strong: 's', hole: 'h', font: 'f' }
interface Wish {
  readonly style?: DrawnStyle
  readonly widthPx?: number
  readonly indicators?: readonly Indicator[]
  readonly holes?: readonly Hole[]
  readonly zone?: string
}
function frameOf(items: readonly BarItem[], wish: Wish = {}) {
  const { style = 'candles', widthPx = 800, indicators = [], holes = [], zone = 'UTC' } = wish
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
    style,
    indicators,
    session: { offsetMs: 0, totals: null },
    holes,
    zone,
  })
  const frame = candleFrame({ bars, scene, intervalMs: MINUTE_MS, style })
  const base = candleBase({
    colors: { ...colors, overlays: ['o'] },
    style,
    indicators,
    printPrice: String,
    printTime: String,
  })
  return {
    ...frame,
    scene,
    base: base['series'] as { id: string; type: string }[],
    data: (id: string) => [...(frame.series.find((one) => one.id === id)?.data ?? [])],
  }
}
/** The y values of `[x, y]` pairs. */
const heights = (pairs: readonly number[]) => pairs.filter((_, index) => index % 2 === 1)
/** From one NaN to the next. */
const runs = (pairs: readonly number[]) =>
  heights(pairs)
    .map((value) => (Number.isNaN(value) ? '|' : String(value)))
    .join(' ')

describe('candleFrame', () => {
  it('never sends a dataZoom: the window is ours', () => {
    expect(Object.keys(frameOf([bar(0, 1, 2)]).parts)).toEqual(['grid', 'xAxis', 'yAxis'])
  })
  it.each(['candles', 'hollow', 'ohlc', 'line', 'area'] as const)(
    'has data for every series of %s, and for no other',
    (style) => {
      const indicators = parseIndicators('ma2.-ema3.vwap.bb2x2') ?? []
      const { base, series } = frameOf([bar(0, 1, 2), bar(1, 2, 3)], { style, indicators })
      expect(series.map(({ id }) => id).sort()).toEqual(base.map(({ id }) => id).sort())
    },
  )
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
  it('colours a hollow candle by the close before', () => {
    // Up from its open and still below the close before it: hollow, and in the colour of falling.
    const { data } = frameOf([bar(0, 10, 20), bar(1, 12, 15), bar(2, 18, 16)], { style: 'hollow' })
    const opened = (id: string) => data(id).filter((_, index) => index % 5 === 1)
    expect([opened('hollowUp'), opened('hollowDown')]).toEqual([[10, 18], [12]])
  })
  it('draws a bar as a stem with its open at the left and its close at the right', () => {
    const { data } = frameOf([bar(0, 10, 12)], { style: 'ohlc' })
    expect(runs(data('ohlcUp'))).toBe('9 13 | 10 10 | 12 12 |')
    const [, , , , , , openX = NaN, , stemX = NaN] = data('ohlcUp')
    expect(openX).toBeLessThan(stemX)
    expect(data('ohlcUp').at(-4)).toBeGreaterThan(stemX)
    expect(data('ohlcDown')).toEqual([])
  })
  it('puts each volume on the side of its bar', () => {
    const { data } = frameOf([bar(0, 10, 12), bar(1, 12, 9)])
    expect(data('volumeUp')).toEqual([0.5 * MINUTE_MS, 5])
    expect(data('volumeDown')).toEqual([1.5 * MINUTE_MS, 5])
  })
})

describe('lines', () => {
  const line = (minutes: readonly number[], wish: Wish = {}) =>
    runs(
      frameOf(
        minutes.map((minute) => bar(minute, 1, minute)),
        { style: 'line', ...wish },
      ).data('line'),
    )
  it('go on over a bar or two that are missing, and never over a longer silence', () => {
    expect(line([0, 1, 2, 4, 5, 6])).toBe('0 1 2 4 5 6')
    expect(line([0, 1, 2, 3, 20, 21])).toBe('0 1 2 3 | 20 21')
  })
  it('go on where bars are always far apart', () => {
    expect(line([0, 8, 15, 24, 31])).toBe('0 8 15 24 31')
  })
  it('never lead over a hole, however short', () => {
    const holes = [{ fromMs: 1.6 * MINUTE_MS, toMs: 1.7 * MINUTE_MS }]
    const { data, scene } = frameOf([bar(0, 1, 0), bar(1, 1, 1), bar(2, 1, 2), bar(3, 1, 3)], { style: 'line', holes })
    expect(runs(data('line'))).toBe('0 1 | 2 3')
    const [left = NaN, top, right = NaN] = data('holes')
    expect(top).toBe(scene.range.high)
    expect(right - left).toBeGreaterThan(0.1 * MINUTE_MS)
  })
  it('draw a bar alone as a dash', () => {
    expect(line([0, 1, 2, 3, 30, 60, 61, 62])).toBe('0 1 2 3 | 30 30 | 60 61 62')
  })
  it('of indicators are interrupted with the bars, that of the session also where a session begins', () => {
    const day = 24 * 60
    const minutes = [-2, -1, 0, 1].map((minute) => day + minute)
    const { data } = frameOf(
      minutes.map((minute) => bar(minute, 7, 7)),
      { indicators: parseIndicators('ma1.vwap') ?? [] },
    )
    expect(runs(data('overlay 0'))).toBe('7 7 7 7')
    // The session before is not held from its start: nothing is said of it.
    expect(runs(data('overlay 1'))).toBe('7 7')
  })
  it('of a band are its lower edge and its height above it', () => {
    const { data } = frameOf([bar(0, 1, 2), bar(1, 1, 4)], { indicators: parseIndicators('bb2x2') ?? [] })
    // Mean 3, deviation 1.
    expect([heights(data('overlay 0')), heights(data('band base 0')), heights(data('band height 0'))]).toEqual([
      [3, 3],
      [1, 1],
      [4, 4],
    ])
  })
})

describe('composeScene', () => {
  it('leaves room for the figures above, more where they wrap and for indicators, and labels the time as often as there is room', () => {
    const [phone, desk] = [frameOf([bar(0, 1, 2)], { widthPx: 360 }), frameOf([bar(0, 1, 2)])]
    const indicated = frameOf([bar(0, 1, 2)], { indicators: parseIndicators('ma2') ?? [] })
    expect(phone.scene.price.top).toBeGreaterThan(desk.scene.price.top)
    expect(indicated.scene.price.top).toBeGreaterThan(desk.scene.price.top)
    expect(phone.scene.volume.top + phone.scene.volume.height).toBe(desk.scene.volume.top + desk.scene.volume.height)
    expect(phone.scene.timeTicks.length).toBeLessThan(desk.scene.timeTicks.length)
  })
  it('holds the forming bar, the last price and plots that do not overlap', () => {
    const { scene } = frameOf([bar(0, 10, 12), bar(1, 12, 13)])
    expect(scene.window.toMs).toBeGreaterThan(2 * MINUTE_MS)
    expect(scene.range.high).toBeGreaterThan(100)
    expect(scene.price.top + scene.price.height).toBeLessThanOrEqual(scene.volume.top)
    expect(scene.volume.top + scene.volume.height).toBeLessThan(400)
    expect(scene.ticks.every((tick) => tick >= scene.range.low && tick <= scene.range.high)).toBe(true)
  })
  it('makes room for the bands, and for highs and lows only where they are drawn', () => {
    const items = [bar(0, 100, 100), bar(1, 100, 160)]
    const [plain, banded] = ['', 'bb2x5'].map((text) => frameOf(items, { indicators: parseIndicators(text) ?? [] }))
    expect(banded!.scene.range.high).toBeGreaterThan(plain!.scene.range.high)
    expect(frameOf(items, { style: 'line' }).scene.range.high).toBeLessThan(plain!.scene.range.high)
  })
})

describe('bars', () => {
  const bars = toColumns([bar(0, 1, 1), bar(1, 1, 2), bar(2, 1, 3), bar(9, 1, 10)])
  it('finds the rows in sight and the row under a time', () => {
    expect(rowsWithin(bars, { fromMs: 1.5 * MINUTE_MS, toMs: 9 * MINUTE_MS }, MINUTE_MS)).toEqual({ from: 1, to: 3 })
    expect([-99, 0.9, 1.1, 3, 99].map((minute) => rowAt(bars, minute * MINUTE_MS, MINUTE_MS))).toEqual([0, 0, 1, 2, 3])
    expect(rowAt(toColumns([]), 0, MINUTE_MS)).toBe(-1)
  })
  it('are read again only where they changed, and all of them when they move or grow', () => {
    const reader = new ColumnReader()
    const items = Array.from({ length: 300 }, (_, minute) => bar(minute, 1, minute))
    const closes = (list: readonly BarItem[]) => [...reader.columns(list).close]
    const expected = (list: readonly BarItem[]) => list.map(([, , , , close]) => Number(close))
    const changed = [...items.slice(0, -1), bar(299, 1, 7)]
    const moved = [...changed.slice(1), bar(300, 1, 8)]
    const longer = [...Array.from({ length: 900 }, (_, minute) => bar(minute - 900, 1, 3)), ...moved]
    for (const list of [items, changed, moved, longer, changed.slice(0, 5), []]) {
      expect(closes(list)).toEqual(expected(list))
    }
  })
  it('has a price range of some height, always', () => {
    const nothing = { ...toColumns([]), rows: { from: 0, to: 0 }, lines: [] }
    expect(priceRange({ ...nothing, last: null })).toEqual({ low: 0, high: 1 })
    const { low, high } = priceRange({ ...nothing, last: 0 })
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
