import { onScopeDispose, shallowRef, type Ref } from 'vue'
import { edgeScrollPx, gapAt, landingGap, type Lying } from './drop-place.js'
import type { RowItem } from './rank.js'

/** A press becomes a drag once the pointer went this far: less is a click with an unsteady hand. */
const START_PX = 5
/** A finger has to rest this long first: at once it scrolls. */
const REST_MS = 350

export interface RowDragOptions {
  readonly scroller: Readonly<Ref<HTMLElement | null>>
  items(): readonly RowItem[]
  /** The line at a place, in px from the top of all lines; null when there are none. */
  lineAt(y: number): Lying | null
  drop(moved: RowItem, before: RowItem | null): void
}

/** Where a drag under way would end. */
export interface RowDrag {
  readonly moved: RowItem
  /** Index of the line in front of which it would be put; the number of lines for the end. */
  readonly gap: number
}

/** The click that may end a drag chooses nothing; it comes in the same task as the release, or not at all. */
function swallowClick(): void {
  const swallow = (click: Event) => click.stopPropagation()
  window.addEventListener('click', swallow, { capture: true, once: true })
  setTimeout(() => window.removeEventListener('click', swallow, true), 0)
}

/** Dragging lines by mouse, pen or a finger that rested; Esc or a second finger leaves all as it was. */
export function useRowDrag({ scroller, items, lineAt, drop }: RowDragOptions): {
  readonly drag: Readonly<Ref<RowDrag | null>>
  press(event: PointerEvent, item: RowItem): void
} {
  const drag = shallowRef<RowDrag | null>(null)
  let stop: () => void = () => undefined

  function press(event: PointerEvent, item: RowItem): void {
    if (!event.isPrimary || event.button !== 0) return
    stop()
    const { pointerId, pointerType } = event
    let { clientX: x, clientY: y } = event
    const [startX, startY] = [x, y]
    const isFinger = pointerType === 'touch'
    let frame = 0
    const restTimer = isFinger ? setTimeout(() => begin(), REST_MS) : undefined

    const begin = () => {
      drag.value = { moved: item, gap: -1 }
      scroller.value?.setPointerCapture(pointerId)
      follow()
    }
    const follow = () => {
      const element = scroller.value
      if (element === null) return
      const box = element.getBoundingClientRect()
      element.scrollTop += edgeScrollPx(y - box.top, box.height)
      const line = lineAt(y - box.top + element.scrollTop)
      if (line !== null)
        drag.value = { moved: item, gap: landingGap(items(), item, gapAt(line, y - box.top + element.scrollTop)) }
      frame = requestAnimationFrame(follow)
    }
    const onMove = (moved: PointerEvent) => {
      if (moved.pointerId !== pointerId) return stop()
      x = moved.clientX
      y = moved.clientY
      if (drag.value !== null || Math.hypot(x - startX, y - startY) < START_PX) return
      if (isFinger) stop()
      else begin()
    }
    const onUp = () => {
      const ended = drag.value
      stop()
      if (ended === null || ended.gap < 0) return
      swallowClick()
      drop(ended.moved, items()[ended.gap] ?? null)
    }
    const onKey = (key: KeyboardEvent) => {
      if (key.key !== 'Escape' || drag.value === null) return
      key.preventDefault()
      key.stopPropagation()
      stop()
    }
    const onTouchMove = (touch: TouchEvent) => {
      if (drag.value !== null) touch.preventDefault()
    }
    window.addEventListener('pointermove', onMove)
    window.addEventListener('pointerup', onUp)
    window.addEventListener('keydown', onKey, true)
    // Passive listeners cannot keep the finger from scrolling.
    window.addEventListener('touchmove', onTouchMove, { passive: false })
    const onCancel = () => stop()
    window.addEventListener('pointercancel', onCancel)
    stop = () => {
      clearTimeout(restTimer)
      cancelAnimationFrame(frame)
      drag.value = null
      window.removeEventListener('pointermove', onMove)
      window.removeEventListener('pointerup', onUp)
      window.removeEventListener('pointercancel', onCancel)
      window.removeEventListener('keydown', onKey, true)
      window.removeEventListener('touchmove', onTouchMove)
      stop = () => undefined
    }
  }
  onScopeDispose(() => stop())
  return { drag, press }
}
