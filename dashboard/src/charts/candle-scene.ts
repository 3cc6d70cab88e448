import { rowsWithin, type BarColumns, type RowRange } from './bar-columns.js'
import type { Hole } from './bar-history.js'
import { isLineStyle, type DrawnStyle } from './chart-style.js'
import type { Indicator } from './indicators/indicator.js'
import { overlaysOf, type Overlay, type SessionFacts } from './indicators/overlay.js'
import { priceRange, priceTicks, yAt, type PriceRange } from './price-range.js'
import { sessionStarts } from './session-days.js'
import { timeTicks, type TimeTick } from './time-ticks.js'
import { pixelAt, windowOf, type TimeLimits, type TimeView, type TimeWindow } from './time-view.js'
import type { Zone } from './zone-offset.js'

/** Everything the drawing of a price chart depends on. */
export interface SceneInput {
  readonly bars: BarColumns
  readonly intervalMs: number
  readonly view: TimeView
  readonly nowMs: number
  /** Newest price, null before the first. */
  readonly last: number | null
  readonly widthPx: number
  readonly heightPx: number
  /** Width of the price axis at the right. */
  readonly axisPx: number
  readonly style: DrawnStyle
  readonly indicators: readonly Indicator[]
  readonly session: SessionFacts
  readonly holes: readonly Hole[]
  /** Whose clock the time axis shows. */
  readonly zone: Zone
}

/** What decides how far a window may be moved. */
export type LimitsInput = Pick<SceneInput, 'bars' | 'intervalMs' | 'nowMs' | 'widthPx' | 'axisPx'>

/** A box of the picture in pixels from its top left corner. */
export interface Plot {
  readonly top: number
  readonly width: number
  readonly height: number
}

/** One moment of a price chart, laid out: what overlays and the drawing agree on. */
export interface CandleScene {
  readonly window: TimeWindow
  readonly rows: RowRange
  readonly price: Plot
  readonly volume: Plot
  readonly axisPx: number
  readonly range: PriceRange
  readonly ticks: readonly number[]
  /** Those whose label the last price's tag leaves readable. */
  readonly tickLabels: readonly number[]
  readonly timeTicks: readonly TimeTick[]
  readonly overlays: readonly Overlay[]
  /** Session starts in sight, for bars shorter than a session. */
  readonly sessions: readonly number[]
  /** Holes in sight. */
  readonly holes: readonly Hole[]
  readonly volumeMax: number
  /** Width of a candle's body, at least one pixel. */
  readonly bodyPx: number
}

const DAY_MS = 86_400_000
const TIME_AXIS_PX = 24
/** Room for the bar's figures above the prices: one line, or two where they wrap. */
const TOP_PX = 30
const WRAPPED_TOP_PX = 46
const WRAPS_BELOW_PX = 440
/** Room for the figures of indicators under them. */
const LEGEND_LINE_PX = 15
/** The lower part of the picture that volume takes. */
const VOLUME_PART = 0.17
const BETWEEN_PX = 10
/** Vertical room a price label wants. */
const TICK_PX = 64
/** How far the last price's tag, and half a label, reach from the price. */
const TAG_PX = { above: 18, below: 34 }
/** The part of a bar's time that its body fills. */
const BODY_PART = 0.7

/** Pixels of the right edge that stay free while following, so that the newest bar does not stick to the axis. */
const LIVE_ROOM_PX = 14
/** Silence is drawn as a gap, but never pushes the bars out of the picture. */
const MOST_SILENCE = 0.5

/** A label of the time axis nearer to the edge than this would be cut off. */
const LABEL_HALF_PX = 26

/** How wide a bar is when a chart opens. */
export const OPENING_BAR_PX = 7
const MIN_BARS = 12
/** More bars than this are narrower than a pixel on most screens. */
const MAX_BARS = 1000

/** Limits of the time window for these bars at `nowMs`. */
export function timeLimits({ bars, intervalMs, nowMs, widthPx, axisPx }: LimitsInput, spanMs: number): TimeLimits {
  const firstMs = bars.openTime[0] ?? nowMs
  const lastCloseMs = (bars.openTime[bars.count - 1] ?? nowMs) + intervalMs
  const roomMs = (LIVE_ROOM_PX / Math.max(1, widthPx - axisPx)) * spanMs
  // The forming bar is wholly in sight even when its end lies ahead of the clock.
  const edgeMs = Math.max(lastCloseMs, Math.min(nowMs, lastCloseMs + MOST_SILENCE * spanMs))
  return {
    firstMs,
    liveEndMs: edgeMs + roomMs,
    minSpanMs: MIN_BARS * intervalMs,
    maxSpanMs: MAX_BARS * intervalMs,
  }
}

/** The window a chart opens with: bars of a readable width, following the clock. */
export const openingView = (plotPx: number, intervalMs: number): TimeView => ({
  spanMs: Math.min(MAX_BARS, Math.max(MIN_BARS, plotPx / OPENING_BAR_PX)) * intervalMs,
  end: 'live',
})

export function composeScene(input: SceneInput): CandleScene {
  const { bars, intervalMs, view, last, widthPx, heightPx, axisPx, style } = input
  const window = windowOf(view, timeLimits(input, view.spanMs))
  const rows = rowsWithin(bars, window, intervalMs)
  const width = Math.max(1, widthPx - axisPx)
  const volumeHeight = Math.round(heightPx * VOLUME_PART)
  const isIndicated = input.indicators.some(({ isOn }) => isOn)
  const top = (widthPx < WRAPS_BELOW_PX ? WRAPPED_TOP_PX : TOP_PX) + (isIndicated ? LEGEND_LINE_PX : 0)
  const priceHeight = Math.max(1, heightPx - TIME_AXIS_PX - volumeHeight - BETWEEN_PX - top)
  // A bar as long as a session has no average of the session to be compared with.
  const isWithin = ({ indicator }: Overlay) => intervalMs < DAY_MS || indicator.kind !== 'vwap'
  const overlays = overlaysOf(input.indicators, bars, rows, input.session).filter(isWithin)
  const lines = overlays.flatMap(({ values, band }) => (band === null ? [values] : [band.upper, band.lower]))
  const [low, high] = isLineStyle(style) ? [bars.close, bars.close] : [bars.low, bars.high]
  const range = priceRange({ low, high, rows, count: bars.count, lines, last })
  const ticks = priceTicks(range, priceHeight / TICK_PX)
  const lastY = last === null ? NaN : yAt(last, range, priceHeight)
  const isUnderTag = (y: number) => y - lastY > -TAG_PX.above && y - lastY < TAG_PX.below
  let volumeMax = 0
  for (let row = rows.from; row < rows.to; row++) volumeMax = Math.max(volumeMax, bars.volume[row] ?? 0)
  const slotPx = (intervalMs / (window.toMs - window.fromMs)) * width
  return {
    window,
    rows,
    price: { top, width, height: priceHeight },
    volume: { top: top + priceHeight + BETWEEN_PX, width, height: volumeHeight },
    axisPx,
    range,
    ticks,
    tickLabels: ticks.filter((tick) => !isUnderTag(yAt(tick, range, priceHeight))),
    timeTicks: timeTicks(window, width, input.zone).filter(({ timeMs }) => {
      const x = pixelAt(timeMs, window, width)
      return x > LABEL_HALF_PX && x < width - LABEL_HALF_PX
    }),
    overlays,
    sessions: intervalMs < DAY_MS ? sessionStarts(window.fromMs, window.toMs, input.session.offsetMs) : [],
    holes: input.holes.filter(({ fromMs, toMs }) => toMs > window.fromMs && fromMs < window.toMs),
    volumeMax: volumeMax === 0 ? 1 : volumeMax,
    bodyPx: Math.max(1, Math.round(slotPx * BODY_PART)),
  }
}
