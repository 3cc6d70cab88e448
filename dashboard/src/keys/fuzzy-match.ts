/** Where the letters of a query were found, and how well: higher is better. */
export interface FuzzyMatch {
  readonly score: number
  /** Places in the text, in UTF-16 units, ascending. */
  readonly at: readonly number[]
}

const isStart = (text: string, at: number): boolean =>
  at === 0 || /[\s:_\-./·]/.test(text[at - 1] ?? '') || /\p{Script=Han}/u.test(text[at] ?? '')

/**
 * All letters of `query` in order in `text`, whatever lies between; case and spaces of the query do not count. Letters side by side and at the
 * start of words weigh more, a shorter text goes before a longer one. Null if a letter is missing.
 */
export function fuzzyMatch(query: string, text: string): FuzzyMatch | null {
  const wanted = query.toLowerCase().replace(/\s+/g, '')
  const searched = text.toLowerCase()
  if (wanted === '') return { score: 0, at: [] }
  // A whole part beats letters that are strewn about.
  const whole = wholeAt(query.trim().toLowerCase(), searched)
  if (whole !== null) {
    const at = Array.from({ length: query.trim().length }, (_, index) => whole + index)
    return { score: (isStart(text, whole) ? 300 : 200) + (whole === 0 ? 50 : 0) - text.length * 0.1, at }
  }
  const at: number[] = []
  let score = 0
  let from = 0
  for (const letter of wanted) {
    const next = nextPlace(letter, searched, text, from)
    if (next < 0) return null
    score += next === from && at.length > 0 ? 8 : isStart(text, next) ? 6 : 1
    at.push(next)
    from = next + 1
  }
  return { score: score - text.length * 0.1, at }
}

/** The first place of `part` that is the start of a word, else the first at all. */
function wholeAt(part: string, searched: string): number | null {
  let first: number | null = null
  for (let at = searched.indexOf(part); at >= 0; at = searched.indexOf(part, at + 1)) {
    if (isStart(searched, at)) return at
    first ??= at
  }
  return first
}

/** The letter right here, else at the start of a later word if the rest can follow, else anywhere. */
function nextPlace(letter: string, searched: string, text: string, from: number): number {
  const near = searched.indexOf(letter, from)
  if (near < 0 || near === from) return near
  for (let at = near; at >= 0; at = searched.indexOf(letter, at + 1)) if (isStart(text, at)) return at
  return near
}
