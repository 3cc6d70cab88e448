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

/** Width of a wide bold character in parts of its size, and of a change like `▼ −12.34%` in parts of its own. */
const NAME_CHARACTER = 0.75
const CHANGE_WIDTH = 6.3
const SIDES_PX = 18
/** Parts of a tile's height that the two lines take. */
const NAME_PART = 0.24
const CHANGE_PART = 0.19
const LARGEST_PX = 28
/** On a large screen names grow with their tiles, though not as fast. */
const LARGE_PART = 0.18
/** Smaller text is not read: the change is left out, the name is cut off. */
export const LEAST_PX = 9

export interface TileSizes {
  readonly namePx: number
  /** 0 where there is no room for it. */
  readonly changePx: number
}

/** Sizes at which a tile's name and the change under it fit: by their length across, and by the lines down. */
export function tileSizes({ width, height }: TileBox, characters: number): TileSizes {
  const room = width - SIDES_PX
  const largestPx = Math.max(LARGEST_PX, height * LARGE_PART)
  const namePx = Math.max(LEAST_PX, Math.min(room / (characters * NAME_CHARACTER), height * NAME_PART, largestPx))
  const changePx = Math.min(room / CHANGE_WIDTH, height * CHANGE_PART, Math.max(namePx, 11))
  return { namePx, changePx: changePx < LEAST_PX ? 0 : changePx }
}

/** Room that a tile needs to be read. */
const TILE_AREA_PX = 8500
const FEWEST_TILES = 8

/** How many tiles a box of this size takes, between a handful and `most`. */
export const tilesFor = (width: number, height: number, most: number): number =>
  Math.min(most, Math.max(FEWEST_TILES, Math.floor((width * height) / TILE_AREA_PX)))
