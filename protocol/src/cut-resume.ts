import type { Position } from './state.js'

/**
 * The position of each topic of a request, in their order; null where it names none, or named it before. Neighbours that are equal may be one object.
 */
export type Positions = readonly (Position | null)[]

export interface CutResume {
  /** The text with 0 as its `resume`. */
  readonly text: string
  /** What was between its braces. */
  readonly pairs: string
}

const OPENING = '"resume":{'

/**
 * Cuts the positions out of a text where they are written as `JSON.stringify` writes them, else null: then they are left to JSON.parse. That makes
 * a hidden class, property by property, of each new set of topics: many times the work, for a crowd that comes back at once.
 * Whoever parses the rest must find 0 as `resume` of the message itself; else what was cut was something else.
 */
export function cutResume(text: string): CutResume | null {
  const start = text.indexOf(OPENING)
  // Named once, and nothing escaped: so no other key is `resume`, and no text ends before it seems to.
  if (start < 0 || text.lastIndexOf('resume') !== start + 1 || text.indexOf('resume') !== start + 1) return null
  if (text.includes('\\')) return null
  const begin = start + OPENING.length
  const end = text.indexOf('}', begin)
  if (end < 0) return null
  return { text: `${text.slice(0, start)}"resume":0${text.slice(end + 1)}`, pairs: text.slice(begin, end) }
}

/** What follows a topic: no text of it has a quote, a backslash or a control character. */
const POSITION = /":\["([ !#-[\]-\uffff]{0,64})",(-1|0|[1-9]\d{0,14})\]/y

/**
 * Reads what was cut out, of a request for these topics, which JSON.parse has read. Null where it is anything but positions of some of them in their
 * order, as it is nearly always. Neighbours nearly always stand at the same position too: then no text is made for them.
 */
export function readPairs(pairs: string, topics: readonly string[]): Positions | null {
  /** Where the next pair begins, behind its comma. */
  let at = 0
  let written = ''
  let position: Position | null = null
  const positions: (Position | null)[] = []
  for (const topic of topics) {
    positions.push(null)
    const behind = at + 1 + topic.length
    // Cut out and compared, which the runtime does many characters at a time; `startsWith` takes them one by one.
    if (pairs[at] !== '"' || pairs.slice(at + 1, behind) !== topic) continue
    POSITION.lastIndex = behind
    if (position === null || pairs.slice(behind, behind + written.length) !== written) {
      const [text = '', epoch = '', offset] = POSITION.exec(pairs) ?? []
      // The name of another topic, which begins alike.
      if (text === '') continue
      written = text
      position = { epoch, offset: Number(offset) }
    } else POSITION.lastIndex += written.length
    const after = POSITION.lastIndex
    if (after < pairs.length && pairs[after] !== ',') return null
    at = after + 1
    positions[positions.length - 1] = position
  }
  if (pairs !== '' && at !== pairs.length + 1) return null
  // Of one that is named twice the first counts, which may not be the one that was found.
  return positions.includes(null) && new Set(topics).size < topics.length ? null : positions
}
