import { CandlestickSeries, createChart, HistogramSeries, type UTCTimestamp } from 'lightweight-charts'
import { formatTopic, type BarItem } from '@tickwall/protocol'
import { asked, openLink, taken } from './link.js'

/** Candles and volume of one instrument by lightweight-charts: each received change is handed on with `update`. */
const element = document.getElementById('chart')
if (element === null) throw new Error('no place for the chart')
const chart = createChart(element, {
  autoSize: true,
  layout: { background: { color: '#0b0e13' }, textColor: '#8b949e' },
  grid: { vertLines: { color: '#1c2330' }, horzLines: { color: '#1c2330' } },
  timeScale: { timeVisible: true },
})
const candles = chart.addSeries(CandlestickSeries)
const volume = chart.addSeries(HistogramSeries, { priceScaleId: 'volume', priceFormat: { type: 'volume' } })
volume.priceScale().applyOptions({ scaleMargins: { top: 0.8, bottom: 0 } })

const seconds = ([openTime]: BarItem): UTCTimestamp => Math.floor(openTime / 1000) as UTCTimestamp
const candle = (bar: BarItem) => ({
  time: seconds(bar),
  open: Number(bar[1]),
  high: Number(bar[2]),
  low: Number(bar[3]),
  close: Number(bar[4]),
})
const column = (bar: BarItem) => ({ time: seconds(bar), value: Number(bar[5]) })

const topic = formatTopic({ kind: 'bars', instrument: asked('instrument'), interval: '1m' })
let isFilled = false
const bars = openLink().subscribe(topic as `bars/${string}`, { maxHz: Number(asked('hz')) }, () => {
  taken.changes += 1
  const items = bars.state?.items ?? []
  if (!isFilled && items.length > 0) {
    isFilled = true
    candles.setData(items.map(candle))
    volume.setData(items.map(column))
    chart.timeScale().setVisibleLogicalRange({ from: items.length - Number(asked('bars')), to: items.length + 2 })
    document.body.dataset['ready'] = ''
    return
  }
  const last = items.at(-1)
  if (last === undefined) return
  candles.update(candle(last))
  volume.update(column(last))
})
