import type { RowItem } from './rank.js'

/** A line and where it lies, in px from the top of all lines. */
export interface Lying {
  readonly index: number
  readonly start: number
  readonly size: number
}

/** In front of which line (its index, or the number of lines for the end) something is dropped at `y`: the upper half of a line is before it. */
export const gapAt = ({ index, start, size }: Lying, y: number): number => (y < start + size / 2 ? index : index + 1)

/** The gap a dragged line really falls into: a section only between sections. */
export function landingGap(items: readonly RowItem[], dragged: RowItem, gap: number): number {
  if (dragged.kind !== 'section') return gap
  const next = items.findIndex((item, index) => index >= gap && item.kind === 'section')
  return next < 0 ? items.length : next
}

/** How far to scroll in a frame when the pointer is `y` px from the top of a view of `height`: faster the nearer to an edge, 0 in the middle. */
export function edgeScrollPx(y: number, height: number): number {
  if (y < EDGE_PX) return -MOST_PX * Math.min(1, (EDGE_PX - y) / EDGE_PX)
  if (y > height - EDGE_PX) return MOST_PX * Math.min(1, (y - height + EDGE_PX) / EDGE_PX)
  return 0
}
const EDGE_PX = 32
const MOST_PX = 14
