import { compareDecimals, parseDecimal } from '@tickwall/protocol'
import type { Direction } from './topic-view.js'

/** Which way a price went, exact to the digit; a price that did not change keeps the direction of its last change. */
export function directionOf(before: string | undefined, after: string | undefined, held: Direction): Direction {
  if (before === undefined || after === undefined || before === after) return held
  const from = parseDecimal(before)
  const to = parseDecimal(after)
  if (from === null || to === null) return held
  const order = compareDecimals(to, from)
  return order === 0 ? held : order > 0 ? 'up' : 'down'
}
