import type { ColumnKey } from '../../settings/columns.js'
import { sectionKey, instrumentKey, type Entry, type SectionEntry } from '../../watchlists/list-book.js'

export interface Sort {
  readonly column: ColumnKey
  readonly isDescending: boolean
}

/** What a row is ordered by: numbers where the column has them (NaN = no value), else nothing but the name. */
export interface RankedRow {
  readonly instrument: string
  readonly venue: string
  readonly symbol: string
}

/** A line of the table. */
export type RowItem =
  | { readonly kind: 'venue'; readonly venue: string; readonly count: number }
  | { readonly kind: 'section'; readonly section: SectionEntry; readonly count: number }
  | { readonly kind: 'row'; readonly instrument: string }

const byName = new Intl.Collator('en', { numeric: true })

/** Rows in the order of `sort`; rows without a value come last in both directions, equal values by name, so an order is total and stable. */
export function rankRows<Row extends RankedRow>(
  rows: readonly Row[],
  sort: Sort,
  valueOf: (row: Row) => number,
): Row[] {
  const sign = sort.isDescending ? -1 : 1
  const name = (a: Row, b: Row) => byName.compare(a.symbol, b.symbol) || byName.compare(a.venue, b.venue)
  if (sort.column === 'symbol' || sort.column === 'name') return [...rows].sort((a, b) => sign * name(a, b))
  const keyed = rows.map((row) => ({ row, value: valueOf(row) }))
  keyed.sort((a, b) => {
    const isVoidA = Number.isNaN(a.value)
    const isVoidB = Number.isNaN(b.value)
    if (isVoidA || isVoidB) return isVoidA === isVoidB ? name(a.row, b.row) : isVoidA ? 1 : -1
    return sign * (a.value - b.value) || name(a.row, b.row)
  })
  return keyed.map(({ row }) => row)
}

/** Rows under a heading a venue, venues by name; without `isGrouped` the rows alone. */
export function sectionRows(rows: readonly RankedRow[], isGrouped: boolean): RowItem[] {
  if (!isGrouped) return rows.map(({ instrument }) => ({ kind: 'row', instrument }))
  const venues = new Map<string, RowItem[]>()
  for (const { venue, instrument } of rows) {
    const section = venues.get(venue) ?? []
    if (section.length === 0) venues.set(venue, section)
    section.push({ kind: 'row', instrument })
  }
  return [...venues]
    .sort(([a], [b]) => byName.compare(a, b))
    .flatMap(([venue, items]) => [{ kind: 'venue' as const, venue, count: items.length }, ...items])
}

/**
 * The rows of a user's list under its own sections, in its own order or, sorted, each section for itself. Those of a collapsed section are left out.
 */
export function arrangeEntries<Row extends RankedRow>(
  entries: readonly Entry[],
  rows: readonly Row[],
  sort: Sort | null,
  valueOf: (row: Row) => number,
): RowItem[] {
  const byInstrument = new Map(rows.map((row) => [row.instrument, row]))
  const blocks: { readonly section: SectionEntry | null; readonly rows: Row[] }[] = [{ section: null, rows: [] }]
  for (const entry of entries) {
    if (entry.kind === 'section') blocks.push({ section: entry, rows: [] })
    else {
      const row = byInstrument.get(entry.instrument)
      if (row !== undefined) blocks.at(-1)?.rows.push(row)
    }
  }
  return blocks.flatMap(({ section, rows: own }): RowItem[] => {
    const ordered = sort === null ? own : rankRows(own, sort, valueOf)
    const items = ordered.map(({ instrument }): RowItem => ({ kind: 'row', instrument }))
    if (section === null) return items
    return [{ kind: 'section', section, count: own.length }, ...(section.isCollapsed ? [] : items)]
  })
}

/** Names a line among the others of its table. */
export function itemKey(item: RowItem): string {
  switch (item.kind) {
    case 'row':
      return instrumentKey(item.instrument)
    case 'section':
      return sectionKey(item.section.id)
    case 'venue':
      return `v:${item.venue}`
  }
}

/** `-percent` is descending by percent; anything unknown is null. */
export function parseSort(text: unknown, columns: readonly ColumnKey[]): Sort | null {
  if (typeof text !== 'string') return null
  const isDescending = text.startsWith('-')
  const name = isDescending ? text.slice(1) : text
  const column = columns.find((known) => known === name)
  return column === undefined ? null : { column, isDescending }
}

export const printSort = ({ column, isDescending }: Sort): string => (isDescending ? `-${column}` : column)

export const isSameSort = (a: Sort | null, b: Sort | null): boolean =>
  a?.column === b?.column && a?.isDescending === b?.isDescending

/** Numbers start with the largest, names with the first. */
const startsDescending = (column: ColumnKey): boolean => column !== 'symbol' && column !== 'name'

/**
 * The order after a click on a heading; a second click turns it, and a third leads back to the list's own order, which is null. Without an
 * order of its own (`isOwnOrdered`) the second click is turned back.
 */
export function nextSort(sort: Sort | null, column: ColumnKey, isOwnOrdered: boolean): Sort | null {
  const first = startsDescending(column)
  if (sort?.column !== column) return { column, isDescending: first }
  if (sort.isDescending === first || !isOwnOrdered) return { column, isDescending: !sort.isDescending }
  return null
}
