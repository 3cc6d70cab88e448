import { BAR_INTERVALS, type BarInterval } from '@tickwall/protocol'

/** How many charts stand side by side. */
export const LAYOUTS = [1, 2, 4] as const
export type Layout = (typeof LAYOUTS)[number]

/** Charts of one group show the same instrument; `none` goes its own way. */
export const GROUPS = ['a', 'b', 'c', 'none'] as const
export type Group = (typeof GROUPS)[number]

export interface ChartCell {
  readonly interval: BarInterval
  readonly group: Group
  readonly instrument: string
}

/** The charts of the desk; the active one is what the list, the details and the keys are about. */
export interface ChartCells {
  /** As many as the layout has. */
  readonly cells: readonly ChartCell[]
  readonly active: number
}

export const activeCell = ({ cells, active }: ChartCells): ChartCell => {
  const cell = cells[active] ?? cells[0]
  if (cell === undefined) throw new Error('a desk has at least one chart')
  return cell
}

export const layoutOf = ({ cells }: ChartCells): Layout => LAYOUTS.find((count) => count === cells.length) ?? 1

/** Intervals that a new chart beside one of this interval shows: the same market from further away. */
const BESIDE: Record<BarInterval, readonly BarInterval[]> = {
  '1s': ['1m', '5m', '1h'],
  '5s': ['1m', '5m', '1h'],
  '1m': ['15m', '1h', '1d'],
  '5m': ['1m', '1h', '1d'],
  '15m': ['1m', '1h', '1d'],
  '1h': ['1m', '15m', '1d'],
  '1d': ['1m', '15m', '1h'],
}

/** Another number of charts: the active one stays, new ones join its group with intervals of their own. */
export function withLayout(desk: ChartCells, layout: Layout): ChartCells {
  const first = activeCell(desk)
  if (layout === 1) return { cells: [first], active: 0 }
  const kept = desk.cells.slice(0, layout)
  const active = Math.min(desk.active, layout - 1)
  if (kept[active] !== first) kept[active] = first
  const added = BESIDE[first.interval]
    .filter((interval) => !kept.some((cell) => cell.interval === interval))
    .map((interval): ChartCell => ({ ...first, interval, group: first.group === 'none' ? 'a' : first.group }))
  const cells = [...kept, ...added].slice(0, layout)
  while (cells.length < layout) cells.push({ ...first })
  return { cells, active }
}

/** One chart changed; its instrument is that of its whole group. */
export function withCell(desk: ChartCells, index: number, change: Partial<ChartCell>): ChartCells {
  const before = desk.cells[index]
  if (before === undefined) return desk
  const joined = change.group !== undefined && change.group !== 'none' ? change.group : null
  // Who joins a group takes over what it shows.
  const shown = joined === null ? null : desk.cells.find((cell, at) => at !== index && cell.group === joined)
  const changed = { ...before, ...change, ...(shown == null ? {} : { instrument: shown.instrument }) }
  const moves = (cell: ChartCell) => cell.group !== 'none' && cell.group === changed.group
  const cells = desk.cells.map((cell, at) =>
    at === index ? changed : moves(cell) ? { ...cell, instrument: changed.instrument } : cell,
  )
  return { ...desk, cells }
}

/** Names may hold what separates the parts; all else an address escapes by itself. */
const escaped = (name: string): string => name.replace(/[%,;]/g, encodeURIComponent)
const part = (cell: ChartCell): string => `${cell.interval},${cell.group},${escaped(cell.instrument)}`

/** The charts as they stand in an address; a single one needs no words beyond its instrument and interval. */
export const printCells = ({ cells, active }: ChartCells): Record<'charts' | 'chart', string | null> =>
  cells.length === 1
    ? { charts: null, chart: null }
    : { charts: cells.map(part).join(';'), chart: active === 0 ? null : String(active + 1) }

/** Reads them back. `first` is the active chart as the address names it; what does not fit is as if it were not there. */
export function readCells(charts: unknown, chart: unknown, first: Omit<ChartCell, 'group'>): ChartCells {
  const alone: ChartCells = { cells: [{ ...first, group: 'a' }], active: 0 }
  if (typeof charts !== 'string') return alone
  const cells = charts.split(';').flatMap((text) => readCell(text) ?? [])
  if (!LAYOUTS.some((count) => count === cells.length) || cells.length === 1) return alone
  const index = Number(chart) - 1
  const active = typeof chart === 'string' && Number.isInteger(index) && index in cells ? index : 0
  return withCell({ cells, active }, active, first)
}

function readCell(text: string): ChartCell | null {
  const [interval, group, instrument] = text.split(',')
  const knownInterval = BAR_INTERVALS.find((known) => known === interval)
  const knownGroup = GROUPS.find((known) => known === group)
  if (knownInterval === undefined || knownGroup === undefined || instrument === undefined) return null
  try {
    return { interval: knownInterval, group: knownGroup, instrument: decodeURIComponent(instrument) }
  } catch {
    // Cut off in the middle of a letter.
    return null
  }
}
