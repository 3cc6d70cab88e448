const KEY = 'tickwall.wall.frame'
/** A screen of twice the width is kept at half its size: it is looked at for a second. */
const WIDEST_PX = 1920
const QUALITY = 0.7

export interface LastFrame {
  /** A `data:` address of a picture in the size of the screen. */
  readonly src: string
  readonly atMs: number
}

/** Keeps what `root` shows for the page that comes after this one in the same tab; answers whether there was room for it. */
export function keepLastFrame(root: HTMLElement, storage: Storage, nowMs: number): boolean {
  try {
    const frame: LastFrame = { src: drawPage(root).toDataURL('image/webp', QUALITY), atMs: nowMs }
    storage.setItem(KEY, JSON.stringify(frame))
    return true
  } catch (refused) {
    console.info('the last frame is not kept', refused)
    return false
  }
}

/** The frame that the page before this one kept, once. Null where there is none, or one that cannot be read. */
export function takeLastFrame(storage: Storage): LastFrame | null {
  try {
    const found: unknown = JSON.parse(storage.getItem(KEY) ?? 'null')
    storage.removeItem(KEY)
    if (typeof found !== 'object' || found === null || !('src' in found) || !('atMs' in found)) return null
    const { src, atMs } = found
    return typeof src === 'string' && src.startsWith('data:image/') && typeof atMs === 'number' ? { src, atMs } : null
  } catch {
    // Storage is refused, or something else wrote there: the page begins without a picture.
    return null
  }
}

/** What clips the text of a part of the page. */
const CLIPPING = '.panel, .text-panel, header'

/** Boxes, texts and canvases of a part of the page, as they are on the screen: no exact copy, but the same picture from a few metres. */
function drawPage(root: HTMLElement): HTMLCanvasElement {
  const { width, height } = root.getBoundingClientRect()
  const scale = Math.min(window.devicePixelRatio, WIDEST_PX / width)
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const context = canvas.getContext('2d')
  if (context === null) return canvas
  context.scale(scale, scale)
  context.fillStyle = getComputedStyle(document.body).backgroundColor
  context.fillRect(0, 0, width, height)
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node instanceof HTMLElement) drawBox(context, node)
    else if (node instanceof SVGPathElement) drawPath(context, node)
    else if (node instanceof Text && node.data.trim() !== '') drawText(context, node)
  }
  return canvas
}

function drawBox(context: CanvasRenderingContext2D, element: HTMLElement): void {
  const { left, top, width, height } = element.getBoundingClientRect()
  if (width === 0 || height === 0 || element.closest('.visually-hidden') !== null) return
  const style = getComputedStyle(element)
  if (style.visibility === 'hidden') return
  context.fillStyle = style.backgroundColor
  context.fillRect(left, top, width, height)
  if (parseFloat(style.borderTopWidth) > 0 && parseFloat(style.borderLeftWidth) > 0) {
    context.strokeStyle = style.borderTopColor
    context.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1)
  }
  if (element instanceof HTMLCanvasElement && element.width > 0) {
    context.drawImage(element, left, top, width, height)
  }
}

function drawText(context: CanvasRenderingContext2D, text: Text): void {
  const parent = text.parentElement
  if (parent === null || parent.closest('.visually-hidden') !== null) return
  const range = document.createRange()
  range.selectNodeContents(text)
  const box = range.getBoundingClientRect()
  if (box.width === 0) return
  const style = getComputedStyle(parent)
  const clip = parent.closest(CLIPPING)?.getBoundingClientRect()
  context.save()
  if (clip !== undefined) {
    context.beginPath()
    context.rect(clip.left, clip.top, clip.width, clip.height)
    context.clip()
  }
  const isDrawn = parent instanceof SVGGraphicsElement
  const sizePx = parseFloat(style.fontSize) * (isDrawn ? (parent.getScreenCTM()?.a ?? 1) : 1)
  context.font = `${style.fontWeight} ${String(sizePx)}px ${style.fontFamily}`
  context.fillStyle = isDrawn ? style.fill : style.color
  context.textBaseline = 'middle'
  context.fillText(text.data.trim(), box.left, box.top + box.height / 2)
  context.restore()
}

function drawPath(context: CanvasRenderingContext2D, path: SVGPathElement): void {
  const matrix = path.getScreenCTM()
  const data = path.getAttribute('d')
  const { stroke, strokeWidth } = getComputedStyle(path)
  if (matrix === null || data === null || stroke === 'none') return
  context.save()
  context.transform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
  context.strokeStyle = stroke
  context.lineWidth = parseFloat(strokeWidth)
  context.stroke(new Path2D(data))
  context.restore()
}
