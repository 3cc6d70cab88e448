import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { rowAt, type BarColumns } from '../../charts/bar-columns.js'
import type { CandleScene } from '../../charts/candle-scene.js'
import { timeAt } from '../../charts/time-view.js'
import { useCrosshair } from '../../charts/useCrosshair.js'

/** Where a chart's own crosshair is: under the pointer, or at a bar that the keys chose. */
type Cursor = { readonly x: number; readonly y: number } | { readonly timeMs: number }

export interface ChartCursor {
  /** The moment marked in this chart, by itself or by another; null for none. */
  readonly timeMs: ComputedRef<number | null>
  /** Height of the pointer over this chart, null if it is not there. */
  readonly y: ComputedRef<number | null>
  /** Whether the keys chose the moment: then it is read aloud. */
  readonly isByKeys: ComputedRef<boolean>
  point(x: number, y: number): void
  leave(): void
  /** To the bar so many further on, from the newest in sight at first; answers the time of its start, null without bars. */
  step(by: number): number | null
}

/** The crosshair of one chart, shared by time with those beside it. */
export function useChartCursor(
  scene: Readonly<ShallowRef<CandleScene | null>>,
  bars: Readonly<ShallowRef<BarColumns | null>>,
  intervalMs: () => number,
): ChartCursor {
  const me = Symbol('chart')
  const shared = useCrosshair()
  const cursor = shallowRef<Cursor | null>(null)

  const own = computed(() => {
    const at = cursor.value
    if (at === null || scene.value === null) return null
    if ('timeMs' in at) return at.timeMs
    const { window, price, volume } = scene.value
    const isOver = at.x <= price.width && at.y <= volume.top + volume.height
    return isOver ? timeAt(at.x, window, price.width) : null
  })
  // Under a pointer that rests, time passes as the picture moves.
  watch(own, (timeMs) => {
    if (timeMs !== null) shared.value = { timeMs, by: me }
    else if (shared.value?.by === me) shared.value = null
  })
  // Only one chart points.
  watch(shared, (now) => {
    if (now !== null && now.by !== me) cursor.value = null
  })
  onScopeDispose(() => {
    if (shared.value?.by === me) shared.value = null
  })

  return {
    timeMs: computed(() => shared.value?.timeMs ?? null),
    y: computed(() => (own.value !== null && cursor.value !== null && 'y' in cursor.value ? cursor.value.y : null)),
    isByKeys: computed(() => cursor.value !== null && 'timeMs' in cursor.value),
    point: (x, y) => {
      cursor.value = { x, y }
    },
    leave: () => {
      cursor.value = null
    },
    step(by) {
      const columns = bars.value
      if (columns === null || columns.count === 0 || scene.value === null) return null
      const row =
        own.value === null
          ? Math.max(0, Math.min(scene.value.rows.to, columns.count) - 1)
          : Math.min(columns.count - 1, Math.max(0, rowAt(columns, own.value, intervalMs()) + by))
      const openTime = columns.openTime[row] ?? 0
      cursor.value = { timeMs: openTime + intervalMs() / 2 }
      return openTime
    },
  }
}
