import type { Direction } from '../../figures/quote-figures.js'

export interface Mover {
  readonly instrument: string
  /** Trades of the day: the one measure of activity that is the same in every currency. */
  readonly trades: number
  /** Change as a part of the reference; NaN while unknown. */
  readonly ratio: number
  readonly direction: Direction
}

/** Tiles on the map: more cannot be read from 5 m. */
export const MOST_MOVERS = 24

/** The most traded instruments, most traded first. */
export const busiestMovers = (movers: readonly Mover[], most = MOST_MOVERS): Mover[] =>
  movers
    .filter(({ trades, ratio }) => trades > 0 && !Number.isNaN(ratio))
    .sort((a, b) => b.trades - a.trades)
    .slice(0, most)

/** Area of a tile: the square root, because counts differ by powers of ten and the small must stay readable. */
export const tileWeight = ({ trades }: Mover): number => Math.sqrt(trades)

/** A change of 3 % or more has the full colour. */
const FULL_RATIO = 0.03
const FAINTEST = 12
/** White text on a stronger colour would fall below a contrast of 4.5 : 1. */
const STRONGEST = 46

/** Percent of the direction's colour in a tile. */
export function tintOf(ratio: number): number {
  const part = Math.min(1, Math.abs(ratio) / FULL_RATIO)
  return ratio === 0 || Number.isNaN(ratio) ? 0 : Math.round(FAINTEST + part * (STRONGEST - FAINTEST))
}
