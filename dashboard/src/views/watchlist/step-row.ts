import type { RowItem } from './rank.js'

/** The instrument `by` rows away from the selected one, headings not counted, stopping at both ends; the first row when nothing is selected. */
export function stepRow(items: readonly RowItem[], selected: string | null, by: number): string | null {
  const rows = items.flatMap((item) => (item.kind === 'row' ? [item.instrument] : []))
  if (rows.length === 0) return null
  const at = selected === null ? -1 : rows.indexOf(selected)
  const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))
  return rows[next] ?? null
}
