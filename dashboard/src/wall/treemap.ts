export interface TileBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * Squarified treemap (Bruls, Huizing, van Wijk 2000): one box a weight, in the given order (largest first looks best), filling
 * `width` × `height` exactly. Weights that are not above 0 get an empty box.
 */
export function layOutTiles(weights: readonly number[], width: number, height: number): TileBox[] {
  const total = weights.reduce((sum, weight) => sum + Math.max(0, weight), 0)
  const empty: TileBox = { x: 0, y: 0, width: 0, height: 0 }
  const boxes: TileBox[] = weights.map(() => empty)
  if (total <= 0 || width <= 0 || height <= 0) return boxes
  const areas = weights.map((weight) => (Math.max(0, weight) / total) * width * height)

  let free = { x: 0, y: 0, width, height }
  let row: number[] = []
  const place = () => {
    const sum = row.reduce((area, index) => area + (areas[index] ?? 0), 0)
    const isColumn = free.width >= free.height
    const depth = sum / (isColumn ? free.height : free.width)
    let offset = 0
    for (const index of row) {
      const length = (areas[index] ?? 0) / depth
      boxes[index] = isColumn
        ? { x: free.x, y: free.y + offset, width: depth, height: length }
        : { x: free.x + offset, y: free.y, width: length, height: depth }
      offset += length
    }
    free = isColumn
      ? { x: free.x + depth, y: free.y, width: free.width - depth, height: free.height }
      : { x: free.x, y: free.y + depth, width: free.width, height: free.height - depth }
    row = []
  }

  areas.forEach((area, index) => {
    if (area <= 0) return
    const side = Math.min(free.width, free.height)
    const sizes = row.map((placed) => areas[placed] ?? 0)
    if (row.length > 0 && worstRatio([...sizes, area], side) > worstRatio(sizes, side)) place()
    row.push(index)
  })
  if (row.length > 0) place()
  return boxes
}

/** The longest side ratio in a row of areas laid along `side`. */
function worstRatio(areas: readonly number[], side: number): number {
  const sum = areas.reduce((total, area) => total + area, 0)
  const largest = Math.max(...areas)
  const smallest = Math.min(...areas)
  return Math.max((side * side * largest) / (sum * sum), (sum * sum) / (side * side * smallest))
}

/** Width of a bold character and of a change like `▼ −12.34%`, in parts of the name's size; the room at a tile's sides. */
const NAME_CHARACTER = 0.68
const CHANGE_WIDTH = 4.9
const SIDES_PX = 18
const LINES = 0.24
const LARGEST_PX = 28

/** Size of a tile's name at which it and the change under it fit: by their length across, and by the lines down. */
export const nameSize = ({ width, height }: TileBox, characters: number): number =>
  Math.max(
    0,
    Math.min((width - SIDES_PX) / Math.max(characters * NAME_CHARACTER, CHANGE_WIDTH), height * LINES, LARGEST_PX),
  )
