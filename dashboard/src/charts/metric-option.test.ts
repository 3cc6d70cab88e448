import type { MetricItem } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import { metricBase, metricFrame, type MetricPicture } from './metric-option.js'

const colors = { lines: ['#1', '#2'], grid: '#g', label: '#l', warn: '#w', crit: '#c', font: 'Inter' }
const second = (at: number, avg: number, max = avg): MetricItem => [at * 1000, avg, avg, max]
const picture = (changes: Partial<MetricPicture>): MetricPicture => ({
  lines: [[]],
  window: { fromMs: 0, toMs: 300_000 },
  fullScale: null,
  threshold: null,
  warn: null,
  band: [],
  ...changes,
})

interface Frame {
  readonly xAxis: { readonly min: number; readonly max: number }
  readonly yAxis: { readonly max: number; readonly axisLabel: { readonly customValues: readonly number[] } }
  readonly series: readonly {
    readonly id: string
    readonly data: Float64Array
    readonly markLine?: { readonly data: readonly object[] }
  }[]
}
const frameOf = (changes: Partial<MetricPicture>) => {
  const frame = metricFrame(picture(changes), colors) as unknown as Frame
  return {
    ...frame,
    top: frame.yAxis.max,
    data: (id: string) => [...frame.series.find((one) => one.id === id)!.data],
    marks: frame.series.find(({ id }) => id === 'line 0')?.markLine?.data,
  }
}

describe('metricFrame', () => {
  it('draws the mean, and behind a single line its peaks', () => {
    const { data } = frameOf({ lines: [[second(1, 10, 30), second(2, 20, 25)]] })
    expect(data('line 0')).toEqual([1000, 10, 2000, 20])
    expect(data('peak 0')).toEqual([1000, 30, 2000, 25])
    expect(data('line 1')).toEqual([])
  })

  it('draws no peaks where several lines would cross them', () => {
    const { data } = frameOf({ lines: [[second(1, 10, 30)], [second(1, 5, 9)]] })
    expect([data('peak 0'), data('peak 1')]).toEqual([[], []])
    expect([data('line 0'), data('line 1')]).toEqual([
      [1000, 10],
      [1000, 5],
    ])
  })

  it('interrupts the line where seconds are missing for long', () => {
    const { data } = frameOf({ lines: [[second(1, 1), second(6, 2), second(12, 3)]] })
    expect(data('line 0')).toEqual([1000, 1, 6000, 2, 6001, NaN, 12_000, 3])
  })

  it('shows the window and nothing before it', () => {
    const { data, xAxis } = frameOf({
      lines: [[second(1, 1), second(50, 2)]],
      window: { fromMs: 10_000, toMs: 310_000 },
    })
    expect(data('line 0')).toEqual([50_000, 2])
    expect(xAxis).toMatchObject({ min: 10_000, max: 310_000 })
  })

  it('has its top above the highest peak in sight, or at the full scale', () => {
    expect(frameOf({ lines: [[second(1, 10, 40)]] }).top).toBeCloseTo(46)
    expect(frameOf({ lines: [[second(1, 10, 40)]], fullScale: 100 }).top).toBe(100)
    const old = { lines: [[second(1, 10, 900), second(50, 10, 20)]], window: { fromMs: 10_000, toMs: 310_000 } }
    expect(frameOf(old).top).toBeCloseTo(23)
    expect(frameOf({}).top).toBe(1)
  })

  it('makes room for a threshold once the values come near it', () => {
    expect(frameOf({ lines: [[second(1, 10)]], threshold: 50 }).top).toBeCloseTo(11.5)
    expect(frameOf({ lines: [[second(1, 30)]], threshold: 50 }).top).toBeCloseTo(57.5)
  })

  it('draws the thresholds, and takes them away again', () => {
    const limit = (yAxis: number, color: string) => ({ yAxis, lineStyle: { color } })
    expect(frameOf({ threshold: 50 }).marks).toEqual([limit(50, '#c')])
    expect(frameOf({ threshold: 50, warn: 20 }).marks).toEqual([limit(20, '#w'), limit(50, '#c')])
    expect(frameOf({ threshold: null }).marks).toEqual([])
  })

  it('draws the band from its lower edge, never below the axis, and only within the window', () => {
    const band = [
      { second: 1000, low: 1, high: 2 },
      { second: 20_000, low: -5, high: 10 },
      { second: 21_000, low: 4, high: 12 },
    ]
    const { data } = frameOf({ band, window: { fromMs: 10_000, toMs: 310_000 } })
    expect(data('band low')).toEqual([20_000, 0, 21_000, 4])
    expect(data('band height')).toEqual([20_000, 10, 21_000, 8])
  })

  it('labels round values within the axis', () => {
    const { top, yAxis } = frameOf({ lines: [[second(1, 10, 40)]] })
    expect(yAxis.axisLabel.customValues).toEqual([0, 20, 40])
    expect(Math.max(...yAxis.axisLabel.customValues)).toBeLessThanOrEqual(top)
  })

  it('names only series that the base has', () => {
    const base = metricBase(colors, 11, String) as unknown as Frame
    expect(frameOf({}).series.map(({ id }) => id)).toEqual(base.series.map(({ id }) => id))
  })
})
