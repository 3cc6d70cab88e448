import { shallowRef, type ShallowRef } from 'vue'
import { openingView, timeLimits, type LimitsInput } from './candle-scene.js'
import { panView, refitView, revealIn, timeAt, windowOf, zoomView, type TimeView } from './time-view.js'

/** The window of time of one chart, and all that moves it. */
export interface TimeWindowControls {
  /** Null until there are bars. */
  readonly view: Readonly<ShallowRef<TimeView | null>>
  /** The window to paint, called with bars; the first time it is one of bars of a readable width. */
  open(): TimeView
  /** `factor` below 1 shows less time; `x` is where it stays, in pixels from the left. */
  zoom(factor: number, x: number): void
  /** Moves the picture by so many pixels to the right. */
  pan(deltaPx: number): void
  /** Moves it no further than needed to hold this stretch. */
  reveal(fromMs: number, toMs: number): void
  /** As it was opened. */
  reset(): void
  jumpToLive(): void
  /** For bars of another length: the same stretch of time if the user chose it, else as it opens. */
  refit(): void
  /** For another instrument: the chosen length, at the newest bar. */
  renew(): void
}

/** `input` tells what the chart is made of at this moment; `turned` is called when the user moved the window. */
export function useTimeWindow(input: () => LimitsInput, turned: () => void): TimeWindowControls {
  const view = shallowRef<TimeView | null>(null)
  /** Moved or zoomed by hand, and so kept. */
  let isChosen = false
  /** The bars have become longer or shorter, and the new ones may not be here yet. */
  let isOutgrown = false

  const plotPx = () => Math.max(1, input().widthPx - input().axisPx)
  const limits = (spanMs: number) => timeLimits(input(), spanMs)
  const opening = () => openingView(plotPx(), input().intervalMs)
  const turn = (change: (view: TimeView) => TimeView) => {
    if (view.value === null) return
    const next = change(view.value)
    if (next.end === view.value.end && next.spanMs === view.value.spanMs) return
    isChosen = true
    view.value = next
    turned()
  }

  return {
    view,
    open() {
      if (isOutgrown && view.value !== null) view.value = refitView(view.value, limits(view.value.spanMs))
      isOutgrown = false
      return (view.value ??= opening())
    },
    zoom: (factor, x) =>
      turn((now) => {
        const bounds = limits(now.spanMs)
        return zoomView(now, factor, timeAt(x, windowOf(now, bounds), plotPx()), bounds)
      }),
    pan: (deltaPx) => turn((now) => panView(now, (-deltaPx / plotPx()) * now.spanMs, limits(now.spanMs))),
    reveal: (fromMs, toMs) => turn((now) => revealIn(now, fromMs, toMs, limits(now.spanMs))),
    reset() {
      turn(opening)
      isChosen = false
    },
    jumpToLive: () => turn(({ spanMs }) => ({ spanMs, end: 'live' })),
    refit() {
      if (!isChosen) view.value = null
      isOutgrown = true
      turned()
    },
    renew() {
      view.value = isChosen && view.value !== null ? { spanMs: view.value.spanMs, end: 'live' } : null
      turned()
    },
  }
}
