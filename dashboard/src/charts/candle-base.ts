import type { EChartsCoreOption } from 'echarts/core'
import type { DrawnStyle } from './chart-style.js'
import type { Indicator } from './indicators/indicator.js'

export interface CandleColors {
  readonly up: string
  readonly down: string
  readonly line: string
  readonly grid: string
  /** Session starts and other lines that lie behind everything. */
  readonly rule: string
  readonly label: string
  /** Labels of new days. */
  readonly strong: string
  readonly hole: string
  /** Of indicators, by their place in the list. */
  readonly overlays: readonly string[]
  readonly font: string
}

export interface CandleBase {
  readonly colors: CandleColors
  readonly style: DrawnStyle
  readonly indicators: readonly Indicator[]
  readonly printPrice: (price: number) => string
  /** The label at a moment of the time axis. */
  readonly printTime: (timeMs: number) => string
}

const still = { animation: false, silent: true } as const
const pairs = { dimensions: ['x', 'y'], encode: { x: 'x', y: 'y' } } as const
const LABEL_PX = 11

/** The picture without data: set when the chart opens, and again when the user or the theme changes how it is drawn. */
export function candleBase(base: CandleBase): EChartsCoreOption {
  const { colors, printPrice, printTime } = base
  const label = { color: colors.label, fontFamily: colors.font, fontSize: LABEL_PX }
  const bare = { axisLine: { show: false }, axisTick: { show: false } }
  return {
    ...still,
    grid: [{ id: 'price' }, { id: 'volume' }],
    xAxis: [
      { id: 'price', type: 'value', gridIndex: 0, ...bare, axisLabel: { show: false }, splitLine: { show: false } },
      {
        id: 'volume',
        type: 'value',
        gridIndex: 1,
        ...bare,
        axisLine: { show: true, onZero: false, lineStyle: { color: colors.grid } },
        splitLine: { show: false },
        axisLabel: {
          ...label,
          hideOverlap: true,
          formatter: printTime,
          rich: { strong: { color: colors.strong, fontFamily: colors.font, fontSize: LABEL_PX } },
        },
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
    series: [...backSeries(colors), ...priceSeries(base), ...overlaySeries(base), ...volumeSeries(colors)],
  }
}

const line = { type: 'line', showSymbol: false, ...still, ...pairs } as const

const backSeries = ({ rule, hole }: CandleColors): object[] => [
  { ...line, id: 'sessions', lineStyle: { color: rule, width: 1, type: [2, 3] }, z: 1 },
  { ...line, id: 'holes', lineStyle: { width: 0 }, areaStyle: { color: hole, opacity: 0.14, origin: 'start' }, z: 1 },
]

function priceSeries({ colors, style }: CandleBase): object[] {
  const { up, down } = colors
  switch (style) {
    case 'candles':
      return [candles('candles', { color: up, borderColor: up, color0: down, borderColor0: down })]
    case 'hollow':
      // Hollow says that a bar closed above its open, the colour that it closed above the close before.
      return [up, down].map((color, index) =>
        candles(index === 0 ? 'hollowUp' : 'hollowDown', {
          color: 'transparent',
          borderColor: color,
          color0: color,
          borderColor0: color,
        }),
      )
    case 'ohlc':
      return [up, down].map((color, index) => ({
        ...line,
        id: index === 0 ? 'ohlcUp' : 'ohlcDown',
        lineStyle: { color, width: 1.25, join: 'miter' },
        z: 3,
      }))
    case 'line':
      return [{ ...line, id: 'line', lineStyle: { color: colors.line, width: 1.5 }, z: 3 }]
    case 'area':
      return [
        {
          ...line,
          id: 'line',
          lineStyle: { color: colors.line, width: 1.5 },
          areaStyle: { color: colors.line, opacity: 0.14, origin: 'start' },
          z: 3,
        },
      ]
  }
}

const candles = (id: string, itemStyle: object): object => ({
  id,
  type: 'candlestick',
  ...still,
  dimensions: ['x', 'open', 'close', 'low', 'high'],
  encode: { x: 'x', y: ['open', 'close', 'low', 'high'] },
  itemStyle,
  // Every bar is drawn: the window holds no more than the screen can show.
  large: false,
  z: 3,
})

const overlaySeries = ({ colors, indicators }: CandleBase): object[] =>
  indicators.flatMap((indicator, place) => {
    if (!indicator.isOn) return []
    const color = colors.overlays[place % colors.overlays.length] ?? colors.label
    const stroke = { color, width: 1, opacity: 0.9 }
    if (indicator.kind !== 'bands')
      return [{ ...line, id: `overlay ${place}`, lineStyle: { ...stroke, width: 1.25 }, z: 4 }]
    const stack = `band ${place}`
    return [
      { ...line, id: `overlay ${place}`, lineStyle: { ...stroke, type: [4, 3] }, z: 4 },
      { ...line, id: `band base ${place}`, stack, stackStrategy: 'all', lineStyle: stroke, z: 2 },
      {
        ...line,
        id: `band height ${place}`,
        stack,
        stackStrategy: 'all',
        lineStyle: stroke,
        areaStyle: { color, opacity: 0.07 },
        z: 2,
      },
    ]
  })

const volumeSeries = ({ up, down }: CandleColors): object[] =>
  [up, down].map((color, index) => ({
    id: index === 0 ? 'volumeUp' : 'volumeDown',
    type: 'bar',
    xAxisIndex: 1,
    yAxisIndex: 1,
    ...still,
    ...pairs,
    barGap: '-100%',
    itemStyle: { color, opacity: 0.38 },
  }))
