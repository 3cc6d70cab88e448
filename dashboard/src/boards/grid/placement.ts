/** Columns of every board, fine enough to line up halves, thirds, quarters and eighths; rows are added as they are needed. */
export const COLUMNS = 24

/** A panel's place in cells from the top left corner of the board. */
export interface Place {
  readonly x: number
  readonly y: number
  /** At least 1, and never beyond the last column. */
  readonly w: number
  readonly h: number
}

export interface Placement extends Place {
  readonly id: string
}

/** Rows below which nothing is placed: a layout from elsewhere must not make a page of a million rows. */
export const MOST_ROWS = 400

const whole = (value: number, least: number, most: number): number =>
  Number.isFinite(value) ? Math.min(most, Math.max(least, Math.round(value))) : least

/** The nearest place that lies inside the grid. */
export function clampPlace({ x, y, w, h }: Place): Place {
  const width = whole(w, 1, COLUMNS)
  const height = whole(h, 1, MOST_ROWS)
  return { x: whole(x, 0, COLUMNS - width), y: whole(y, 0, MOST_ROWS), w: width, h: height }
}

/** Whether two places share a cell. */
export const overlaps = (a: Place, b: Place): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h

/** Rows that the placements reach down to. */
export const rowsOf = (placements: readonly Place[]): number => Math.max(0, ...placements.map(({ y, h }) => y + h))
