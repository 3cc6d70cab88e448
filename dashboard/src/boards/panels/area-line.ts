/** `[time, value]` pairs, oldest first. */
export type Samples = readonly (readonly [timeMs: number, value: number])[]

export interface AreaPoint {
  readonly x: number
  readonly y: number
}

/** Samples of the window as points in a box, the values scaled to its height. */
export function areaPoints(samples: Samples, fromMs: number, toMs: number, width: number, height: number): AreaPoint[] {
  const shown = samples.filter(([time]) => time >= fromMs && time <= toMs)
  const values = shown.map(([, value]) => value)
  const low = Math.min(...values)
  const high = Math.max(...values)
  return shown.map(([time, value]) => ({
    x: ((time - fromMs) / (toMs - fromMs)) * width,
    y: high === low ? height / 2 : ((high - value) / (high - low)) * height,
  }))
}

const TOP_PX = 3

/** Draws a line with a tinted area under it down to the bottom edge. */
export function drawArea(
  canvas: HTMLCanvasElement,
  samples: Samples,
  fromMs: number,
  toMs: number,
  color: string,
  pixelRatio: number,
): void {
  const width = canvas.clientWidth
  const height = canvas.clientHeight
  const context = canvas.getContext('2d')
  if (context === null || width === 0) return
  canvas.width = Math.round(width * pixelRatio)
  canvas.height = Math.round(height * pixelRatio)
  context.scale(pixelRatio, pixelRatio)
  // The lowest value stays above the edge, so that it reads as a price and not as nothing.
  const points = areaPoints(samples, fromMs, toMs, width, height * 0.72 - TOP_PX)
  const [first] = points
  const last = points.at(-1)
  if (first === undefined || last === undefined) return
  const trace = () => {
    context.beginPath()
    context.moveTo(first.x, first.y + TOP_PX)
    for (const { x, y } of points) context.lineTo(x, y + TOP_PX)
  }
  trace()
  context.lineTo(last.x, height)
  context.lineTo(first.x, height)
  context.fillStyle = color
  context.globalAlpha = 0.13
  context.fill()
  trace()
  context.globalAlpha = 1
  context.lineWidth = 2
  context.lineJoin = 'round'
  context.strokeStyle = color
  context.stroke()
}
