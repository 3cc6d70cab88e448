import type { MetricItem } from '@tickwall/protocol'
import type { EChartsCoreOption } from 'echarts/core'
import { priceTicks } from './price-range.js'
import type { TimeWindow } from './time-view.js'

export interface MetricColors {
  readonly lines: readonly string[]
  readonly grid: string
  readonly label: string
  readonly warn: string
  readonly crit: string
  readonly font: string
}

/** What was usual at a second: from `low` to `high`. */
export interface BandSecond {
  readonly second: number
  readonly low: number
  readonly high: number
}

export interface MetricPicture {
  readonly lines: readonly (readonly MetricItem[])[]
  readonly window: TimeWindow
  /** Top of the axis; what a full scale means for this unit, or null to follow the data. */
  readonly fullScale: number | null
  /** Where it is bad. */
  readonly threshold: number | null
  /** Where it begins to be worth a look. */
  readonly warn: number | null
  /** Drawn behind the first line; empty for none. */
  readonly band: readonly BandSecond[]
}

const still = { animation: false, silent: true } as const
const LINES = 4
/** Seconds without a value that still count as connected; a longer silence is drawn as a gap. */
const BRIDGE_MS = 5000
/** Room above the highest value. */
const HEADROOM = 1.15
const TICKS = 3

/** The picture without data: `size` is the label's height in pixels, because a wall is read from afar. */
export function metricBase(colors: MetricColors, size: number, print: (value: number) => string): EChartsCoreOption {
  const label = { color: colors.label, fontFamily: colors.font, fontSize: size }
  const pairs = { dimensions: ['x', 'y'], encode: { x: 'x', y: 'y' } }
  return {
    ...still,
    grid: {
      // Room for `1,000 ms`, and for half a time at the right edge.
      left: size * 5.6,
      right: size * 1.6,
      top: size,
      bottom: size * 2.2,
      outerBoundsMode: 'none',
      containLabel: false,
    },
    xAxis: {
      id: 'time',
      type: 'time',
      axisLine: { lineStyle: { color: colors.grid } },
      axisTick: { show: false },
      splitLine: { show: false },
      splitNumber: 4,
      axisLabel: { ...label, hideOverlap: true, showMinLabel: false, showMaxLabel: false, formatter: '{HH}:{mm}' },
    },
    yAxis: {
      id: 'value',
      min: 0,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: colors.grid } },
      axisLabel: { ...label, formatter: print },
    },
    series: [
      // A band is an area that stands on the line of its lower edge.
      ...(['low', 'height'] as const).map((edge) => ({
        id: `band ${edge}`,
        type: 'line',
        ...still,
        ...pairs,
        stack: 'band',
        stackStrategy: 'all',
        showSymbol: false,
        lineStyle: { opacity: 0 },
        areaStyle: { color: colors.label, opacity: edge === 'low' ? 0 : 0.16 },
      })),
      ...lineSeries(colors, pairs),
    ],
  }
}

const lineSeries = (colors: MetricColors, pairs: object): object[] =>
  Array.from({ length: LINES }, (_, index) => {
    const color = colors.lines[index] ?? colors.label
    return [
      {
        id: `peak ${index}`,
        type: 'line',
        ...still,
        ...pairs,
        showSymbol: false,
        lineStyle: { color, width: 1, opacity: 0.3 },
      },
      {
        id: `line ${index}`,
        type: 'line',
        ...still,
        ...pairs,
        showSymbol: false,
        lineStyle: { color, width: 2 },
        areaStyle: { color, opacity: index === 0 ? 0.12 : 0 },
        markLine:
          index === 0
            ? {
                ...still,
                symbol: 'none',
                label: { show: false },
                lineStyle: { type: 'dashed', opacity: 0.7 },
              }
            : undefined,
      },
    ]
  }).flat()

/** What changes from one painting to the next. */
export function metricFrame(picture: MetricPicture, colors: MetricColors): EChartsCoreOption {
  const { lines, window, fullScale, threshold, warn, band } = picture
  const max = fullScale ?? topOf(lines, window, threshold ?? warn)
  const limits = [
    { value: warn, color: colors.warn },
    { value: threshold, color: colors.crit },
  ].flatMap(({ value, color }) => (value === null ? [] : [{ yAxis: value, lineStyle: { color } }]))
  const usual = band.filter(({ second }) => second >= window.fromMs)
  const ticks = priceTicks({ low: 0, high: max }, TICKS)
  return {
    xAxis: { id: 'time', min: window.fromMs, max: window.toMs },
    yAxis: { id: 'value', max, axisTick: { customValues: ticks }, axisLabel: { customValues: ticks } },
    series: [
      { id: 'band low', data: Float64Array.from(usual.flatMap(({ second, low }) => [second, Math.max(0, low)])) },
      {
        id: 'band height',
        data: Float64Array.from(
          usual.flatMap(({ second, low, high }) => [second, Math.max(0, high) - Math.max(0, low)]),
        ),
      },
      ...Array.from({ length: LINES }, (_, index) => {
        const items = (lines[index] ?? []).filter(([second]) => second >= window.fromMs)
        const mark = index === 0 ? { markLine: { data: limits } } : {}
        return [
          { id: `peak ${index}`, data: lines.length > 1 ? new Float64Array(0) : points(items, PEAK) },
          { id: `line ${index}`, data: points(items, MEAN), ...mark },
        ]
      }).flat(),
    ],
  }
}

const MEAN = 1
const PEAK = 3

/** The mean of a second hides its spike, so the top of the axis follows the peaks. */
function topOf(lines: MetricPicture['lines'], { fromMs }: TimeWindow, threshold: number | null): number {
  let top = 0
  for (const [second, , , peak] of lines.flat()) if (second >= fromMs) top = Math.max(top, peak)
  // The threshold is in the picture once the values come near it; far below, it would only flatten them.
  if (threshold !== null && top > threshold / 2) top = Math.max(top, threshold)
  return top === 0 ? 1 : top * HEADROOM
}

function points(items: readonly MetricItem[], field: typeof MEAN | typeof PEAK): Float64Array {
  const pairs: number[] = []
  let before = NaN
  for (const item of items) {
    if (item[0] - before > BRIDGE_MS) pairs.push(before + 1, NaN)
    pairs.push(item[0], item[field])
    before = item[0]
  }
  return Float64Array.from(pairs)
}
