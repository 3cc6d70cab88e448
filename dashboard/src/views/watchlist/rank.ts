import type { ColumnKey } from '../../settings/columns.js'

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

export type RowItem =
  | { readonly kind: 'venue'; readonly venue: string; readonly count: number }
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
  if (sort.column === 'symbol') return [...rows].sort((a, b) => sign * name(a, b))
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

/** `-percent` is descending by percent; anything unknown is null. */
export function parseSort(text: unknown, columns: readonly ColumnKey[]): Sort | null {
  if (typeof text !== 'string') return null
  const isDescending = text.startsWith('-')
  const name = isDescending ? text.slice(1) : text
  const column = columns.find((known) => known === name)
  return column === undefined ? null : { column, isDescending }
}

export const printSort = ({ column, isDescending }: Sort): string => (isDescending ? `-${column}` : column)

/** The order after a click on a heading: names start ascending, numbers descending; a second click turns it. */
export const nextSort = (sort: Sort, column: ColumnKey): Sort =>
  sort.column === column ? { column, isDescending: !sort.isDescending } : { column, isDescending: column !== 'symbol' }
