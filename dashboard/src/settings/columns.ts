/** Columns of the watchlist in their order; the symbol is always shown. */
export const COLUMN_KEYS = [
  'symbol',
  'name',
  'last',
  'change',
  'percent',
  'spark',
  'bid',
  'bidSize',
  'ask',
  'askSize',
  'spread',
  'range',
  'volume',
  'turnover',
  'vwap',
  'trades',
  'age',
  'status',
] as const
export type ColumnKey = (typeof COLUMN_KEYS)[number]

/** Shown without a choice of the user's own, as far as the width allows. */
export const DEFAULT_COLUMNS: readonly ColumnKey[] = [
  'symbol',
  'last',
  'change',
  'percent',
  'spark',
  'bid',
  'ask',
  'range',
  'volume',
  'age',
]

/** Width of a column in pixels, and the order in which columns give way when there is not room for all: lowest first. */
export const COLUMN_LAYOUT: Record<ColumnKey, { readonly widthPx: number; readonly weight: number }> = {
  symbol: { widthPx: 100, weight: 100 },
  name: { widthPx: 132, weight: 22 },
  last: { widthPx: 86, weight: 99 },
  change: { widthPx: 86, weight: 60 },
  percent: { widthPx: 76, weight: 98 },
  spark: { widthPx: 66, weight: 80 },
  bid: { widthPx: 86, weight: 30 },
  ask: { widthPx: 86, weight: 30 },
  bidSize: { widthPx: 74, weight: 28 },
  askSize: { widthPx: 74, weight: 28 },
  spread: { widthPx: 68, weight: 27 },
  range: { widthPx: 76, weight: 25 },
  volume: { widthPx: 60, weight: 70 },
  turnover: { widthPx: 72, weight: 20 },
  vwap: { widthPx: 90, weight: 18 },
  trades: { widthPx: 68, weight: 15 },
  age: { widthPx: 52, weight: 75 },
  status: { widthPx: 84, weight: 24 },
}

/** The chosen columns that fit `widthPx`, in display order: the least important are dropped first, columns of equal weight together. */
export function fitColumns(chosen: readonly ColumnKey[], widthPx: number): ColumnKey[] {
  const shown = COLUMN_KEYS.filter((key) => key === 'symbol' || chosen.includes(key))
  const weights = [...new Set(shown.map((key) => COLUMN_LAYOUT[key].weight))].sort((a, b) => b - a)
  const fits: ColumnKey[] = []
  let used = 0
  for (const weight of weights) {
    const group = shown.filter((key) => COLUMN_LAYOUT[key].weight === weight)
    const groupPx = group.reduce((sum, key) => sum + COLUMN_LAYOUT[key].widthPx, 0)
    if (used + groupPx > widthPx && used > 0) break
    used += groupPx
    fits.push(...group)
  }
  return COLUMN_KEYS.filter((key) => fits.includes(key))
}
