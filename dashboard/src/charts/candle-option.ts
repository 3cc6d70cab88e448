import type { EChartsCoreOption } from 'echarts/core'
import { movingAverage, type BarColumns } from './bar-columns.js'
import type { CandleScene, Plot } from './candle-scene.js'

export interface CandleColors {
  readonly up: string
  readonly down: string
  readonly line: string
  readonly grid: string
  readonly label: string
  readonly average: string
  readonly font: string
}

export type CandleStyle = 'candles' | 'line'

export interface CandleFrame {
  readonly bars: BarColumns
  readonly scene: CandleScene
  readonly intervalMs: number
  readonly style: CandleStyle
  readonly showsAverage: boolean
}

/** Bars over which the moving average is taken. */
export const AVERAGE_LENGTH = 20
/** Missing bars that a line still bridges; a longer silence is a gap. */
const LINE_BRIDGE = 10

const NO_DATA = new Float64Array(0)
const still = { animation: false, silent: true } as const
const labelSize = 11
/** Room that a label of the time axis wants. */
const TIME_LABEL_PX = 80

/** The picture without data: set once, and again when colours or formats change. */
export function candleBase(colors: CandleColors, printPrice: (price: number) => string): EChartsCoreOption {
  const label = { color: colors.label, fontFamily: colors.font, fontSize: labelSize }
  const bare = { axisLine: { show: false }, axisTick: { show: false } }
  const line = { type: 'line', showSymbol: false, ...still, ...pairs }
  const volume = { type: 'bar', xAxisIndex: 1, yAxisIndex: 1, ...still, ...pairs, barGap: '-100%' }
  return {
    ...still,
    grid: [{ id: 'price' }, { id: 'volume' }],
    xAxis: [
      { id: 'price', type: 'time', gridIndex: 0, ...bare, axisLabel: { show: false }, splitLine: { show: false } },
      {
        id: 'volume',
        type: 'time',
        gridIndex: 1,
        ...bare,
        axisLine: { show: true, onZero: false, lineStyle: { color: colors.grid } },
        splitLine: { show: false },
        axisLabel: { ...label, hideOverlap: true, showMinLabel: false, showMaxLabel: false, formatter: TIME_LABELS },
      },
    ],
    yAxis: [
      {
        id: 'price',
        gridIndex: 0,
        position: 'right',
        ...bare,
        axisLabel: { ...label, margin: 8, formatter: printPrice },
        splitLine: { lineStyle: { color: colors.grid, width: 1 } },
      },
      { id: 'volume', gridIndex: 1, ...bare, min: 0, axisLabel: { show: false }, splitLine: { show: false } },
    ],
    series: [
      {
        id: 'candles',
        type: 'candlestick',
        ...still,
        dimensions: ['x', 'open', 'close', 'low', 'high'],
        encode: { x: 'x', y: ['open', 'close', 'low', 'high'] },
        itemStyle: { color: colors.up, borderColor: colors.up, color0: colors.down, borderColor0: colors.down },
        // Every bar is drawn: the window holds no more than the screen can show.
        large: false,
        z: 3,
      },
      {
        ...line,
        id: 'line',
        lineStyle: { color: colors.line, width: 1.5 },
        areaStyle: { color: colors.line, opacity: 0.1, origin: 'start' },
        z: 3,
      },
      { ...line, id: 'average', lineStyle: { color: colors.average, width: 1, opacity: 0.85 }, z: 4 },
      { ...volume, id: 'volumeUp', itemStyle: { color: colors.up, opacity: 0.38 } },
      { ...volume, id: 'volumeDown', itemStyle: { color: colors.down, opacity: 0.38 } },
    ],
  }
}

const pairs = { dimensions: ['x', 'y'], encode: { x: 'x', y: 'y' } } as const
const TIME_LABELS = {
  year: '{yyyy}',
  month: '{yyyy}-{MM}',
  day: '{MM}-{dd}',
  hour: '{HH}:{mm}',
  minute: '{HH}:{mm}',
  second: '{HH}:{mm}:{ss}',
  millisecond: '{HH}:{mm}:{ss}',
}

/**
 * What changes from one painting to the next: the data in sight and where it stands. The window of time is ours and not a `dataZoom`, so
 * no update can reset what the user chose.
 */
export function candleFrame(frame: CandleFrame): EChartsCoreOption {
  const { scene, bars, style, showsAverage } = frame
  const { window, range, ticks, volumeMax, bodyPx } = scene
  const span = { min: window.fromMs, max: window.toMs }
  const volumes = volumeData(frame)
  return {
    grid: [
      { id: 'price', ...gridOf(scene.price, scene.axisPx) },
      { id: 'volume', ...gridOf(scene.volume, scene.axisPx) },
    ],
    xAxis: [
      { id: 'price', ...span },
      { id: 'volume', ...span, splitNumber: Math.max(2, Math.min(7, Math.floor(scene.volume.width / TIME_LABEL_PX))) },
    ],
    yAxis: [
      {
        id: 'price',
        min: range.low,
        max: range.high,
        axisTick: { customValues: ticks },
        axisLabel: { customValues: ticks },
      },
      { id: 'volume', max: volumeMax },
    ],
    series: [
      { id: 'candles', data: style === 'candles' ? candleData(frame) : NO_DATA, barWidth: bodyPx },
      {
        id: 'line',
        data: style === 'line' ? lineData(frame, bars.close.subarray(scene.rows.from, scene.rows.to)) : NO_DATA,
      },
      {
        id: 'average',
        data: showsAverage ? lineData(frame, movingAverage(bars, scene.rows, AVERAGE_LENGTH)) : NO_DATA,
      },
      { id: 'volumeUp', data: volumes.up, barWidth: bodyPx },
      { id: 'volumeDown', data: volumes.down, barWidth: bodyPx },
    ],
  }
}

const gridOf = ({ top, height }: Plot, axisPx: number) => ({
  left: 0,
  right: axisPx,
  top,
  height,
  // Our own layout is exact: the drawing must not make room for labels by itself.
  outerBoundsMode: 'none',
  containLabel: false,
})

/** A bar stands in the middle of its time. */
const middleOf = ({ bars, intervalMs }: CandleFrame, row: number): number =>
  (bars.openTime[row] ?? NaN) + intervalMs / 2

function candleData(frame: CandleFrame): Float64Array {
  const { from, to } = frame.scene.rows
  const { open, close, low, high } = frame.bars
  const data = new Float64Array((to - from) * 5)
  for (let row = from, at = 0; row < to; row++, at += 5) {
    data[at] = middleOf(frame, row)
    data[at + 1] = open[row] ?? NaN
    data[at + 2] = close[row] ?? NaN
    data[at + 3] = low[row] ?? NaN
    data[at + 4] = high[row] ?? NaN
  }
  return data
}

/** `[time, value]` pairs; where bars are missing for long a void value interrupts the line. */
function lineData(frame: CandleFrame, values: Float64Array): Float64Array {
  const { from } = frame.scene.rows
  const points: number[] = []
  let before = NaN
  values.forEach((value, index) => {
    const time = middleOf(frame, from + index)
    if (time - before > LINE_BRIDGE * frame.intervalMs) points.push(before + frame.intervalMs, NaN)
    points.push(time, value)
    before = time
  })
  return Float64Array.from(points)
}

function volumeData(frame: CandleFrame): { readonly up: Float64Array; readonly down: Float64Array } {
  const { from, to } = frame.scene.rows
  const { open, close, volume } = frame.bars
  const up: number[] = []
  const down: number[] = []
  for (let row = from; row < to; row++) {
    const side = (close[row] ?? 0) >= (open[row] ?? 0) ? up : down
    side.push(middleOf(frame, row), volume[row] ?? 0)
  }
  return { up: Float64Array.from(up), down: Float64Array.from(down) }
}
