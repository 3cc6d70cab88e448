import type { QuoteFigures } from '../../figures/quote-figures.js'

export type TableOrder = 'listed' | 'gainers' | 'losers' | 'busiest'

export interface TableEntry {
  readonly instrument: string
  readonly figures: QuoteFigures
  readonly trades: number
}

/** Unknown changes stand last, whichever way is asked for. */
const byRatio = (a: TableEntry, b: TableEntry, sign: 1 | -1): number => {
  const [first, second] = [a.figures.ratio, b.figures.ratio]
  if (Number.isNaN(first) || Number.isNaN(second)) return Number(Number.isNaN(first)) - Number(Number.isNaN(second))
  return sign * (first - second)
}

/** The entries in the order that a table is asked to show; equal ones stay as they are listed. */
export function orderEntries(entries: readonly TableEntry[], order: TableOrder): TableEntry[] {
  switch (order) {
    case 'listed':
      return [...entries]
    case 'gainers':
      return [...entries].sort((a, b) => byRatio(a, b, -1))
    case 'losers':
      return [...entries].sort((a, b) => byRatio(a, b, 1))
    case 'busiest':
      return [...entries].sort((a, b) => b.trades - a.trades)
  }
}
