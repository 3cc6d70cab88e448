import { clampPlace, COLUMNS, MOST_ROWS, overlaps, rowsOf, type Place, type Placement } from './placement.js'

/**
 * Lets each placement, in the order given, rise until it rests on an earlier one of its columns or on the top. Only the order of those
 * that share a column matters, and it is the same afterwards: so nothing overlaps, and doing it twice changes nothing more.
 */
function drop<P extends Placement>(ordered: readonly P[]): P[] {
  const bottoms = new Array<number>(COLUMNS).fill(0)
  return ordered.map((placement) => {
    const y = Math.max(...bottoms.slice(placement.x, placement.x + placement.w))
    bottoms.fill(y + placement.h, placement.x, placement.x + placement.w)
    return placement.y === y ? placement : { ...placement, y }
  })
}

const fromTop = (a: Placement, b: Placement): number => a.y - b.y || a.x - b.x

/** The results in the order in which the placements were given: the order of the document is the order of the tab key. */
function inOrderOf<P extends Placement>(given: readonly P[], placed: readonly P[]): P[] {
  const byId = new Map(placed.map((placement) => [placement.id, placement]))
  return given.map((placement) => byId.get(placement.id) ?? placement)
}

/** All placements inside the grid, free of overlap and as far up as they go; of two that overlapped the upper or left one stays. */
export function arrange<P extends Placement>(placements: readonly P[]): P[] {
  const inside = placements.map((placement) => ({ ...placement, ...clampPlace(placement) }))
  return inOrderOf(inside, drop([...inside].sort(fromTop)))
}

/** What the place was before decides what a moved panel goes above and below: it passes another one at that one's middle. */
function put<P extends Placement>(placements: readonly P[], id: string, change: Partial<Place>): P[] {
  const before = placements.find((placement) => placement.id === id)
  if (before === undefined) return arrange(placements)
  const moved = { ...before, ...clampPlace({ ...before, ...change }) }
  const front = moved.y > before.y ? moved.y + moved.h : moved.y
  const others = arrange(placements.filter((placement) => placement !== before)).sort(fromTop)
  // Where the others stood with the moved one between them, not where they would rise to without it.
  const stood = new Map(placements.map((placement) => [placement.id, placement]))
  const isAbove = (other: P) => {
    const { y, h } = stood.get(other.id) ?? other
    return y + h / 2 < front
  }
  const order = [...others.filter(isAbove), moved, ...others.filter((other) => !isAbove(other))]
  return inOrderOf(placements, drop(order))
}

/** Moves a placement to a cell: what is in its way goes below it, and everything rises again. */
export const moveTo = <P extends Placement>(placements: readonly P[], id: string, x: number, y: number): P[] =>
  put(placements, id, { x, y })

/** Gives a placement another size; its left upper corner stays. */
export function resizeTo<P extends Placement>(placements: readonly P[], id: string, w: number, h: number): P[] {
  const { x = 0 } = placements.find((placement) => placement.id === id) ?? {}
  return put(placements, id, { w: Math.min(w, COLUMNS - x), h })
}

/** One step by key: a column to a side, or up or down past the next panel. What cannot move stays as it is. */
export function step<P extends Placement>(placements: readonly P[], id: string, dx: number, dy: number): P[] {
  const from = placements.find((placement) => placement.id === id)
  if (from === undefined) return [...placements]
  if (dy === 0) return moveTo(placements, id, from.x + dx, from.y)
  // Less than past the middle of the next one would fall back to where it was.
  const most = rowsOf(placements)
  for (let far = 1; far <= most; far++) {
    const y = from.y + Math.sign(dy) * far
    if (y < 0) break
    const tried = moveTo(placements, id, from.x, y)
    if (tried.some((placement) => placement.id === id && placement.y !== from.y)) return tried
  }
  return [...placements]
}

/** The first free place of a size, row by row from the top. */
export function freePlace(placements: readonly Place[], w: number, h: number): Place {
  const size = clampPlace({ x: 0, y: 0, w, h })
  for (let y = 0; y < MOST_ROWS; y++) {
    for (let x = 0; x + size.w <= COLUMNS; x++) {
      const place = { ...size, x, y }
      if (!placements.some((other) => overlaps(place, other))) return place
    }
  }
  return { ...size, y: rowsOf(placements) }
}
