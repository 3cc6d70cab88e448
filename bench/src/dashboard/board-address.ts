/** A panel of a board as an address holds it. */
interface WrittenPanel {
  readonly kind: string
  /** Column, row, width and height in cells; a board has 24 columns. */
  readonly at: readonly [number, number, number, number]
  readonly config?: Readonly<Record<string, unknown>>
}

/** A chart and twelve panels, of every kind that moves. */
export const CHART_AND_TWELVE: readonly WrittenPanel[] = [
  { kind: 'chart', at: [0, 0, 12, 11], config: { instrument: '#1' } },
  { kind: 'movers', at: [12, 0, 12, 11] },
  { kind: 'quote', at: [0, 11, 4, 6], config: { instrument: '#2' } },
  { kind: 'quote', at: [0, 17, 4, 7], config: { instrument: '#3' } },
  { kind: 'table', at: [4, 11, 5, 13], config: { order: 'busiest' } },
  { kind: 'table', at: [9, 11, 5, 7], config: { order: 'gainers' } },
  { kind: 'table', at: [9, 18, 5, 6], config: { order: 'losers' } },
  { kind: 'trades', at: [14, 11, 4, 13], config: { instrument: '#1' } },
  { kind: 'metric', at: [18, 11, 6, 4], config: { metric: 'cpu', crit: 85, band: true } },
  { kind: 'metric', at: [18, 15, 6, 4], config: { metric: 'network' } },
  { kind: 'timeline', at: [18, 19, 6, 2], config: { metric: 'cpu', warn: 70, crit: 85 } },
  { kind: 'gauge', at: [18, 21, 3, 3], config: { metric: 'memory', warn: 80, crit: 90 } },
  { kind: 'hosts', at: [21, 21, 3, 3] },
]

/** The address of a board that is all in its address. */
export function boardAddress(panels: readonly WrittenPanel[]): string {
  const board = JSON.stringify({ version: 2, id: 'bench', title: '', panels })
  return `/board/bench?lang=en#board=j${Buffer.from(board).toString('base64url')}`
}
