import type { RowItem } from './rank.js'

/** What a key asks of the line that has the focus. */
export type GridAct =
  | { readonly type: 'step'; readonly by: number }
  | { readonly type: 'open' }
  | { readonly type: 'collapse'; readonly isCollapsed: boolean }
  | { readonly type: 'rename' }
  | { readonly type: 'remove' }
  | { readonly type: 'move'; readonly by: -1 | 1 }

/** The part of a keyboard event that decides. */
export type GridKey = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>

/** The act of a key press on `item`, or null. `pageRows` is how many rows are in sight. */
export function gridAct(
  { key, altKey, ctrlKey, metaKey, shiftKey }: GridKey,
  item: RowItem,
  pageRows: number,
): GridAct | null {
  if (ctrlKey || metaKey || shiftKey) return null
  if (altKey) return key === 'ArrowUp' ? { type: 'move', by: -1 } : key === 'ArrowDown' ? { type: 'move', by: 1 } : null
  const section = item.kind === 'section' ? item.section : null
  switch (key) {
    case 'ArrowUp':
      return { type: 'step', by: -1 }
    case 'ArrowDown':
      return { type: 'step', by: 1 }
    case 'PageUp':
      return { type: 'step', by: -pageRows }
    case 'PageDown':
      return { type: 'step', by: pageRows }
    case 'Home':
      return { type: 'step', by: -Infinity }
    case 'End':
      return { type: 'step', by: Infinity }
    case 'Delete':
    case 'Backspace':
      return { type: 'remove' }
    case 'Enter':
    case ' ':
      return section === null ? { type: 'open' } : { type: 'collapse', isCollapsed: !section.isCollapsed }
    case 'ArrowLeft':
      return section === null ? null : { type: 'collapse', isCollapsed: true }
    case 'ArrowRight':
      return section === null ? null : { type: 'collapse', isCollapsed: false }
    case 'F2':
      return section === null ? null : { type: 'rename' }
    default:
      return null
  }
}

/** Lines the focus stops at; a venue's heading has nothing to be done with. */
const isStop = (item: RowItem): boolean => item.kind !== 'venue'

/** The index of the line `by` stops away from the one at `from`, stopping at both ends; from nowhere (-1) the first; -1 when there is none. */
export function stepFrom(items: readonly RowItem[], from: number, by: number): number {
  const stops = items.flatMap((item, index) => (isStop(item) ? [index] : []))
  if (stops.length === 0) return -1
  const at = stops.indexOf(from)
  return stops[at < 0 ? 0 : Math.min(stops.length - 1, Math.max(0, at + by))] ?? -1
}

/** The stop nearest to `index`, after it before above it; -1 when there is none. */
export function nearestStop(items: readonly RowItem[], index: number): number {
  const after = items.findIndex((item, at) => at >= index && isStop(item))
  return after >= 0 ? after : items.findLastIndex(isStop)
}
