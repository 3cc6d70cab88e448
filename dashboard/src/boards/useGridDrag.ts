import { computed, onScopeDispose, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { NARROW } from '../settings/narrow.js'
import { COLUMNS, rowsOf } from './grid/placement.js'
import type { Panel } from './layout/board.js'

/** What a drag comes to in cells, from the layout as it was when it began. */
type Outcome = (panels: readonly Panel[], id: string, first: number, second: number) => Panel[]

interface Drag {
  readonly id: string
  /** Where the panel is drawn while it is held: under the pointer, not in its cell. */
  readonly box: Readonly<Record<string, string>>
  readonly panels: readonly Panel[]
}

/** Dragging and stretching of panels: the others make room at once, the layout changes when the pointer lets go, Esc takes it back. */
export function useGridDrag(
  host: Readonly<Ref<HTMLElement | null>>,
  panels: () => readonly Panel[],
  done: (panels: readonly Panel[]) => void,
): {
  readonly drag: Readonly<ShallowRef<Drag | null>>
  readonly shown: ComputedRef<readonly Panel[]>
  start(event: PointerEvent, panel: Panel, what: 'move' | 'resize', outcome: Outcome): void
} {
  const drag = shallowRef<Drag | null>(null)
  const shown = computed(() => drag.value?.panels ?? panels())
  let release: (() => void) | null = null

  function start(event: PointerEvent, panel: Panel, what: 'move' | 'resize', outcome: Outcome): void {
    const cells = host.value
    // On a phone panels stand in a row of their own order: there the keys and the form change a board.
    if (cells === null || event.button !== 0 || window.matchMedia(NARROW).matches) return
    const base = panels()
    const { width, height } = cells.getBoundingClientRect()
    const cell = { x: width / COLUMNS, y: height / Math.max(1, rowsOf(base)) }
    const from = { x: event.clientX, y: event.clientY }
    const abort = new AbortController()
    const { signal } = abort
    const end = (isDone: boolean) => {
      abort.abort()
      release = null
      const result = drag.value?.panels
      drag.value = null
      if (isDone && result !== undefined) done(result)
    }

    const onMove = (move: PointerEvent) => {
      const dx = move.clientX - from.x
      const dy = move.clientY - from.y
      if (drag.value === null && Math.hypot(dx, dy) < 4) return
      const at = (cells_: number, px: number, size: number) => Math.round(cells_ + px / size)
      const px = (value: number) => `${String(Math.round(value))}px`
      const isMove = what === 'move'
      const next = isMove
        ? outcome(base, panel.id, at(panel.x, dx, cell.x), at(panel.y, dy, cell.y))
        : outcome(base, panel.id, Math.max(1, at(panel.w, dx, cell.x)), Math.max(1, at(panel.h, dy, cell.y)))
      drag.value = {
        id: panel.id,
        panels: next,
        box: {
          left: px(panel.x * cell.x + (isMove ? dx : 0)),
          top: px(panel.y * cell.y + (isMove ? dy : 0)),
          width: px(Math.max(cell.x, panel.w * cell.x + (isMove ? 0 : dx))),
          height: px(Math.max(cell.y, panel.h * cell.y + (isMove ? 0 : dy))),
        },
      }
    }
    window.addEventListener('pointermove', onMove, { signal })
    window.addEventListener('pointerup', () => end(true), { signal })
    window.addEventListener('pointercancel', () => end(false), { signal })
    window.addEventListener(
      'keydown',
      (press) => {
        if (press.key !== 'Escape' || drag.value === null) return
        press.stopPropagation()
        end(false)
      },
      { signal, capture: true },
    )
    release = () => end(false)
  }
  onScopeDispose(() => release?.())
  return { drag, shown, start }
}
