import type { Sparkline } from '../../market/sparkline.js'

export interface LineColors {
  readonly up: string
  readonly down: string
  readonly flat: string
}

export interface LinePoint {
  readonly x: number
  readonly y: number
  /** Nothing leads to this point: the line starts here, or anew after a gap. */
  readonly isStart: boolean
}

/** Points of a line in a box, the newest at the right edge; buckets without a value are gaps, bridged up to `bridge` buckets. */
export function linePoints(line: Sparkline, width: number, height: number, bridge = 5): LinePoint[] {
  let low = Infinity
  let high = -Infinity
  for (let index = 0; index < line.length; index++) {
    const value = line.at(index)
    if (Number.isNaN(value)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const points: LinePoint[] = []
  const step = width / Math.max(1, line.capacity - 1)
  let previous = -Infinity
  for (let index = 0; index < line.length; index++) {
    const value = line.at(index)
    if (Number.isNaN(value)) continue
    points.push({
      x: width - (line.length - 1 - index) * step,
      y: high === low ? height / 2 : ((high - value) / (high - low)) * height,
      isStart: index - previous > bridge,
    })
    previous = index
  }
  return points
}

/** Which way the line went from its first value to its newest. */
export function lineTrend(line: Sparkline): 'up' | 'down' | 'flat' {
  let first = NaN
  for (let index = 0; index < line.length && Number.isNaN(first); index++) first = line.at(index)
  const last = line.at(line.length - 1)
  return last > first ? 'up' : last < first ? 'down' : 'flat'
}

/** Pixels left free at the edges, so that a stroke is never cut. */
const INSET_PX = 2

/** Draws a row's line into its canvas at the screen's own resolution. */
export function drawLine(canvas: HTMLCanvasElement, line: Sparkline, colors: LineColors, pixelRatio: number): void {
  const width = canvas.clientWidth
  const height = canvas.clientHeight
  const context = canvas.getContext('2d')
  if (context === null || width === 0) return
  const [wide, tall] = [Math.round(width * pixelRatio), Math.round(height * pixelRatio)]
  if (canvas.width !== wide) canvas.width = wide
  if (canvas.height !== tall) canvas.height = tall
  context.setTransform(pixelRatio, 0, 0, pixelRatio, INSET_PX * pixelRatio, INSET_PX * pixelRatio)
  context.clearRect(-INSET_PX, -INSET_PX, width, height)
  context.beginPath()
  for (const { x, y, isStart } of linePoints(line, width - 2 * INSET_PX, height - 2 * INSET_PX)) {
    if (isStart) context.moveTo(x, y)
    else context.lineTo(x, y)
  }
  context.lineWidth = 1.25
  context.lineJoin = 'round'
  context.strokeStyle = colors[lineTrend(line)]
  context.stroke()
}
