/** A price in the part that stayed and the part that moved. */
export interface SplitPrice {
  readonly still: string
  readonly moved: string
}

/** Where two printed prices begin to differ; prices of another length have moved as a whole. */
export function splitPrice(text: string, before: string): SplitPrice {
  if (before.length !== text.length) return { still: '', moved: text }
  let same = 0
  while (same < text.length && text[same] === before[same]) same++
  return { still: text.slice(0, same), moved: text.slice(same) }
}
