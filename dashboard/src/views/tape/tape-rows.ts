import type { TradeItem } from '@tickwall/protocol'
import type { Formats } from '../../figures/formats.js'
import { ARROWS, type Direction } from '../../figures/quote-figures.js'
import type { Places } from '../../market/topic-view.js'

export interface TapeRow {
  readonly time: string
  readonly price: string
  readonly size: string
  readonly tone: Direction
  readonly arrow: string
  /** Size beside the largest shown, 0 to 1, on a root scale: small trades stay visible beside a block. */
  readonly weight: number
}

const TONES: Record<'buy' | 'sell', Direction> = { buy: 'up', sell: 'down' }

/** The newest `count` trades, newest first, as they are written on the tape. */
export function tapeRows(items: readonly TradeItem[], count: number, places: Places, formats: Formats): TapeRow[] {
  const shown = items.slice(Math.max(0, items.length - count)).reverse()
  const largest = Math.max(0, ...shown.map(([, , , size]) => Number(size)))
  return shown.map(([, time, price, size, side]) => {
    const tone = side === null ? 'flat' : TONES[side]
    return {
      time: formats.clock(time),
      price: formats.price(price, places.price),
      size: formats.price(size, places.size),
      tone,
      arrow: ARROWS[tone],
      weight: largest === 0 ? 0 : Math.sqrt(Number(size) / largest),
    }
  })
}

const WINDOW_MS = 10_000

/** Trades a second over the last ten seconds; at most what the held items can tell. */
export function tradesPerSecond(items: readonly TradeItem[], nowMs: number): number {
  const recent = items.filter(([, time]) => nowMs - time < WINDOW_MS)
  if (recent.length < items.length || items.length === 0) return recent.length / (WINDOW_MS / 1000)
  // The ring is shorter than the window: the rate is that of the ring.
  const spanMs = Math.max(1000, nowMs - (recent[0]?.[1] ?? nowMs))
  return recent.length / (spanMs / 1000)
}
