import type { BarColumns } from './bar-columns.js'
import type { CandleScene, Plot } from './candle-scene.js'
import type { DrawnStyle } from './chart-style.js'
import type { PictureUpdate, SeriesUpdate } from './sent-picture.js'
import {
  bandData,
  candleData,
  holeData,
  isAboveBefore,
  isRising,
  lineData,
  ohlcData,
  sessionData,
  volumeData,
  type DataInput,
} from './series-data.js'

export interface CandleFrame {
  readonly bars: BarColumns
  readonly scene: CandleScene
  readonly intervalMs: number
  readonly style: DrawnStyle
}

/**
 * What may change from one painting to the next: the data in sight and where it stands. The window of time is ours and not a `dataZoom`, so
 * no update can reset what the user chose.
 */
export function candleFrame(frame: CandleFrame): PictureUpdate {
  const { window, range, ticks, tickLabels, timeTicks, volumeMax, price, volume, axisPx } = frame.scene
  const span = { min: window.fromMs, max: window.toMs }
  const times = timeTicks.map(({ timeMs }) => timeMs)
  return {
    parts: {
      grid: [
        { id: 'price', ...gridOf(price, axisPx) },
        { id: 'volume', ...gridOf(volume, axisPx) },
      ],
      xAxis: [
        { id: 'price', ...span },
        { id: 'volume', ...span, axisTick: { customValues: times }, axisLabel: { customValues: times } },
      ],
      yAxis: [
        {
          id: 'price',
          min: range.low,
          max: range.high,
          axisTick: { customValues: ticks },
          axisLabel: { customValues: tickLabels },
        },
        { id: 'volume', max: volumeMax },
      ],
    },
    series: [
      { id: 'sessions', data: sessionData(frame) },
      { id: 'holes', data: holeData(frame) },
      ...priceUpdates(frame),
      ...overlayUpdates(frame),
      { id: 'volumeUp', data: volumeData(frame, (row) => isRising(frame.bars, row)), barWidth: frame.scene.bodyPx },
      { id: 'volumeDown', data: volumeData(frame, (row) => !isRising(frame.bars, row)), barWidth: frame.scene.bodyPx },
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

function priceUpdates(frame: CandleFrame): SeriesUpdate[] {
  const { bars, scene } = frame
  const barWidth = scene.bodyPx
  switch (frame.style) {
    case 'candles':
      return [{ id: 'candles', data: candleData(frame), barWidth }]
    case 'hollow':
      return [
        { id: 'hollowUp', data: candleData(frame, (row) => isAboveBefore(bars, row)), barWidth },
        { id: 'hollowDown', data: candleData(frame, (row) => !isAboveBefore(bars, row)), barWidth },
      ]
    case 'ohlc':
      return [
        { id: 'ohlcUp', data: ohlcData(frame, (row) => isRising(bars, row)) },
        { id: 'ohlcDown', data: ohlcData(frame, (row) => !isRising(bars, row)) },
      ]
    case 'line':
    case 'area':
      return [{ id: 'line', data: lineData(frame, bars.close.subarray(scene.rows.from, scene.rows.to)) }]
  }
}

const overlayUpdates = (input: DataInput): SeriesUpdate[] =>
  input.scene.overlays.flatMap(({ place, indicator, values, band }) => {
    // A session's average has nothing to do with that of the session before.
    const breaks = indicator.kind === 'vwap' ? input.scene.sessions : []
    const middle = { id: `overlay ${place}`, data: lineData(input, values, breaks) }
    if (band === null) return [middle]
    const { base, height } = bandData(input, band)
    return [middle, { id: `band base ${place}`, data: base }, { id: `band height ${place}`, data: height }]
  })
