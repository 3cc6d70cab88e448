import type { CandleScene } from '../../charts/candle-scene.js'
import { yAt } from '../../charts/price-range.js'
import type { ChartInks } from './useCandleColors.js'

/** What an image of a chart says beside the drawing. */
export interface ImageTexts {
  /** `BTCUSDT · usdm · 1m`. */
  readonly title: string
  /** When it was taken, with its zone. */
  readonly taken: string
  /** Indicators with their values and colours. */
  readonly legend: readonly { readonly text: string; readonly color: string }[]
  readonly last: { readonly value: number; readonly text: string; readonly isRising: boolean } | null
}

/** Height of the line above the drawing, CSS pixels. */
export const HEAD_PX = 34
const PAD_PX = 12
const TAG_PX = 18
const LEGEND_PX = 15
const LEGEND_GAP_PX = 16

/** A drawing as an image with its title, the moment, the indicators and the last price, on the theme's background; `scale` device pixels to one of the page. */
export async function drawPng(
  drawing: HTMLCanvasElement,
  scene: CandleScene,
  inks: ChartInks,
  texts: ImageTexts,
  scale: number,
): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = drawing.width
  canvas.height = drawing.height + Math.round(HEAD_PX * scale)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no canvas to draw the image on')
  const widthPx = canvas.width / scale
  context.scale(scale, scale)
  context.fillStyle = inks.paper
  context.fillRect(0, 0, widthPx, canvas.height / scale)
  context.drawImage(drawing, 0, HEAD_PX, drawing.width / scale, drawing.height / scale)

  context.textBaseline = 'middle'
  context.font = `600 14px ${inks.font}`
  context.fillStyle = inks.ink
  context.fillText(texts.title, PAD_PX, HEAD_PX / 2)
  context.font = `400 11px ${inks.font}`
  context.textAlign = 'right'
  context.fillStyle = inks.label
  context.fillText(texts.taken, widthPx - PAD_PX, HEAD_PX / 2)

  context.textAlign = 'left'
  drawLegend(context, texts.legend, widthPx - scene.axisPx)
  if (texts.last !== null) drawLast(context, scene, inks, texts.last)
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('the image could not be made')) : resolve(blob)),
      'image/png',
    )
  })
}

/** The indicators side by side, in further lines where one is full. */
function drawLegend(context: CanvasRenderingContext2D, legend: ImageTexts['legend'], widthPx: number): void {
  let x = PAD_PX
  let y = HEAD_PX + PAD_PX
  for (const { text, color } of legend) {
    const textPx = context.measureText(text).width
    if (x > PAD_PX && x + textPx > widthPx) {
      x = PAD_PX
      y += LEGEND_PX
    }
    context.fillStyle = color
    context.fillText(text, x, y)
    x += textPx + LEGEND_GAP_PX
  }
}

function drawLast(
  context: CanvasRenderingContext2D,
  { price, range, axisPx }: CandleScene,
  inks: ChartInks,
  last: NonNullable<ImageTexts['last']>,
): void {
  const inPlot = yAt(last.value, range, price.height)
  if (inPlot < 0 || inPlot > price.height) return
  const y = HEAD_PX + price.top + inPlot
  const tone = last.isRising ? inks.up : inks.down
  context.strokeStyle = tone
  context.setLineDash([3, 3])
  context.beginPath()
  context.moveTo(0, y)
  context.lineTo(price.width, y)
  context.stroke()
  context.setLineDash([])
  context.fillStyle = tone
  context.fillRect(price.width, y - TAG_PX / 2, axisPx, TAG_PX)
  context.fillStyle = inks.paper
  context.font = `600 11px ${inks.font}`
  context.fillText(last.text, price.width + 8, y)
}
