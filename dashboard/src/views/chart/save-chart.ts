import type { BarInterval } from '@tickwall/protocol'
import type { HeldBars } from '../../charts/bar-history.js'
import type { CandleScene } from '../../charts/candle-scene.js'
import { indicatorName } from '../../charts/indicators/indicator.js'
import type { ZoneTimes } from '../../charts/zone-times.js'
import { splitInstrument } from '../../figures/instrument-name.js'
import { barsCsv, fileName } from './bars-csv.js'
import { saveFile } from './save-file.js'
import type { ChartInks } from './useCandleColors.js'

export type ChartFile = 'csv' | 'png'

/** What a chart tells of itself when it is saved. */
export interface SavedChart {
  readonly instrument: string
  readonly interval: BarInterval
  readonly held: HeldBars
  readonly times: ZoneTimes
  readonly nowMs: number
  readonly colors: ChartInks
  readonly scene: CandleScene | null
  /** The drawing at this scale; null while there is none. */
  readonly picture: (scale: number) => HTMLCanvasElement | null
  readonly last: { readonly value: number; readonly text: string } | null
  readonly printPrice: (price: number) => string
}

/** Never less than two device pixels to one of the page: an image is often looked at larger than the chart was. */
const imageScale = (): number => Math.max(2, window.devicePixelRatio)

/** Saves the held bars as CSV, or the picture as PNG; answers false when there is no picture to save. */
export async function saveChart(kind: ChartFile, chart: SavedChart): Promise<boolean> {
  const { instrument, interval, held, times } = chart
  if (kind === 'csv') {
    saveFile(fileName(instrument, interval, 'csv'), barsCsv(held.items, times), 'text/csv')
    return true
  }
  const scale = imageScale()
  const drawing = chart.picture(scale)
  if (drawing === null || chart.scene === null) return false
  // Seldom wanted, and then a moment later is soon enough.
  const { drawPng } = await import('./draw-png.js')
  saveFile(
    fileName(instrument, interval, 'png'),
    await drawPng(drawing, chart.scene, chart.colors, textsOf(chart), scale),
  )
  return true
}

function textsOf({ instrument, interval, held, times, nowMs, colors, scene, last, printPrice }: SavedChart) {
  const { venue, symbol } = splitInstrument(instrument)
  const legend = (scene?.overlays ?? []).map(({ place, indicator, values }) => {
    const value = values.at(-1) ?? NaN
    return {
      text: `${indicatorName(indicator)}  ${Number.isNaN(value) ? '—' : printPrice(value)}`,
      color: colors.overlays[place % colors.overlays.length] ?? colors.label,
    }
  })
  const open = Number(held.items.at(-1)?.[1] ?? NaN)
  return {
    title: [symbol, venue, interval].filter((part) => part !== '').join(' · '),
    taken: `${times.stamp(nowMs)} ${times.offset(nowMs)}`,
    legend,
    last: last === null ? null : { ...last, isRising: last.value >= open },
  }
}
