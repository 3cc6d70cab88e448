import { onBeforeUnmount, onMounted, type Ref } from 'vue'
import { cssZoom } from './css-zoom.js'

export interface ChartGestures {
  /** `factor` below 1 shows less time; `x` is where the fingers or the pointer are, in pixels from the left. */
  zoom(factor: number, x: number): void
  /** Moves the picture by so many pixels to the right. */
  pan(deltaPx: number): void
  /** Double click: back to how the chart opened. */
  reset(): void
  point(x: number, y: number): void
  /** A finger that came down and went up at the same place. */
  tap(x: number, y: number): void
  leave(): void
}

/** Zoom of one wheel notch (100 px): about an eighth. */
const ZOOM_PER_PX = 0.00125
/** Wheels that count lines report notches of about three. */
const LINE_PX = 33
/** A finger that moved less than this has tapped. */
const TAP_PX = 8

/** Wheel, drag and pinch on a chart, for mouse, touchpad and touch alike. */
export function useChartGestures(host: Readonly<Ref<HTMLElement | null>>, gestures: ChartGestures): void {
  const held = new Map<number, { x: number; y: number }>()
  const abort = new AbortController()
  /** Where the only finger came down, null once it moved or another came. */
  let touched: { readonly x: number; readonly y: number } | null = null

  const place = (event: PointerEvent | WheelEvent) => {
    if (host.value === null) return { x: 0, y: 0 }
    const { left, top } = host.value.getBoundingClientRect()
    const zoom = cssZoom(host.value)
    return { x: (event.clientX - left) / zoom, y: (event.clientY - top) / zoom }
  }
  const spread = () => {
    const [a, b] = [...held.values()]
    return a === undefined || b === undefined ? null : { px: Math.max(1, Math.abs(a.x - b.x)), x: (a.x + b.x) / 2 }
  }

  const onWheel = (event: WheelEvent) => {
    event.preventDefault()
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1
    const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)
    if (isSideways) gestures.pan(-(event.deltaX === 0 ? event.deltaY : event.deltaX) * unit)
    else gestures.zoom(Math.exp(event.deltaY * unit * ZOOM_PER_PX), place(event).x)
  }
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return
    host.value?.setPointerCapture(event.pointerId)
    held.set(event.pointerId, place(event))
    touched = event.pointerType === 'touch' && held.size === 1 ? place(event) : null
  }
  const onMove = (event: PointerEvent) => {
    const now = place(event)
    const before = held.get(event.pointerId)
    if (before === undefined || event.pointerType !== 'touch') gestures.point(now.x, now.y)
    if (before === undefined) return
    if (touched !== null) {
      if (Math.hypot(now.x - touched.x, now.y - touched.y) < TAP_PX) return
      touched = null
    }
    const from = spread()
    held.set(event.pointerId, now)
    const to = spread()
    if (from !== null && to !== null) gestures.zoom(from.px / to.px, to.x)
    else gestures.pan(now.x - before.x)
  }
  const onUp = (event: PointerEvent) => {
    held.delete(event.pointerId)
    if (touched !== null && event.type === 'pointerup') gestures.tap(touched.x, touched.y)
    touched = null
  }
  // A finger that is lifted leaves the chart as well, and what it tapped stays.
  const onLeave = (event: PointerEvent) => {
    if (event.pointerType !== 'touch') gestures.leave()
  }

  onMounted(() => {
    const { signal } = abort
    const element = host.value
    element?.addEventListener('wheel', onWheel, { signal, passive: false })
    element?.addEventListener('pointerdown', onDown, { signal })
    element?.addEventListener('pointermove', onMove, { signal })
    element?.addEventListener('pointerup', onUp, { signal })
    element?.addEventListener('pointercancel', onUp, { signal })
    element?.addEventListener('pointerleave', onLeave, { signal })
    element?.addEventListener('dblclick', () => gestures.reset(), { signal })
  })
  onBeforeUnmount(() => abort.abort())
}
