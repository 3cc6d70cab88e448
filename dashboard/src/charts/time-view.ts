/**
 * The part of time a chart shows. While it follows, its right edge moves with the clock, so silence is seen as a growing gap; once the
 * user has panned it stays where it was put, whatever arrives.
 */
export interface TimeView {
  /** Length of the window. */
  readonly spanMs: number
  /** Right edge, or `live` to follow the clock. */
  readonly end: number | 'live'
}
export interface TimeWindow {
  readonly fromMs: number
  readonly toMs: number
}
export interface TimeLimits {
  /** Shortest window: fewer bars are not a picture. */
  readonly minSpanMs: number
  /** Longest window. */
  readonly maxSpanMs: number
  /** Start of the oldest bar; the window never leaves the data behind. */
  readonly firstMs: number
  /** Where the right edge is while following: now plus a little room. */
  readonly liveEndMs: number
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high)

export function windowOf(view: TimeView, limits: TimeLimits): TimeWindow {
  const toMs = view.end === 'live' ? limits.liveEndMs : view.end
  return { fromMs: toMs - view.spanMs, toMs }
}

/** A window of `spanMs` that ends at `endMs`, kept over the data; at or past the live edge it follows again. */
function settle(spanMs: number, endMs: number, limits: TimeLimits): TimeView {
  const earliest = Math.min(limits.firstMs + spanMs / 2, limits.liveEndMs)
  const end = Math.max(endMs, earliest)
  return { spanMs, end: end >= limits.liveEndMs ? 'live' : end }
}

/** Zooms by `factor` (below 1 shows less time) around the moment `anchorMs`; a view that follows keeps its right edge. */
export function zoomView(view: TimeView, factor: number, anchorMs: number, limits: TimeLimits): TimeView {
  const spanMs = clamp(view.spanMs * factor, limits.minSpanMs, limits.maxSpanMs)
  if (view.end === 'live') return { spanMs, end: 'live' }
  const { toMs } = windowOf(view, limits)
  return settle(spanMs, anchorMs + (toMs - anchorMs) * (spanMs / view.spanMs), limits)
}

/** Moves the window by `deltaMs` (negative shows older bars). */
export const panView = (view: TimeView, deltaMs: number, limits: TimeLimits): TimeView =>
  settle(view.spanMs, windowOf(view, limits).toMs + deltaMs, limits)

/**
 * The same stretch of time for bars of another length, as near as the new limits allow: what was in the middle stays there, and who follows goes
 * on following.
 */
export function refitView(view: TimeView, limits: TimeLimits): TimeView {
  const spanMs = clamp(view.spanMs, limits.minSpanMs, limits.maxSpanMs)
  return view.end === 'live' ? { spanMs, end: 'live' } : settle(spanMs, view.end + (spanMs - view.spanMs) / 2, limits)
}

/** The window moved no further than needed to hold the stretch from `fromMs` to `toMs`. */
export function revealIn(view: TimeView, fromMs: number, toMs: number, limits: TimeLimits): TimeView {
  const window = windowOf(view, limits)
  if (fromMs < window.fromMs) return panView(view, fromMs - window.fromMs, limits)
  return toMs > window.toMs ? panView(view, toMs - window.toMs, limits) : view
}

export const isFollowing = (view: TimeView): boolean => view.end === 'live'

/** Time under a pixel of the plot, and back; `widthPx` is above 0. */
export const timeAt = (xPx: number, { fromMs, toMs }: TimeWindow, widthPx: number): number =>
  fromMs + (xPx / widthPx) * (toMs - fromMs)
export const pixelAt = (timeMs: number, { fromMs, toMs }: TimeWindow, widthPx: number): number =>
  ((timeMs - fromMs) / (toMs - fromMs)) * widthPx
