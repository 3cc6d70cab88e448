const DAY_MS = 86_400_000

/** Start of the session that `timeMs` lies in; sessions begin once a day, `offsetMs` after midnight UTC. */
export const sessionOf = (timeMs: number, offsetMs: number): number =>
  Math.floor((timeMs - offsetMs) / DAY_MS) * DAY_MS + offsetMs

/** How long after midnight UTC sessions begin, from the start of any of them; 0 while none is known. */
export const sessionOffset = (startMs: number | undefined): number =>
  startMs === undefined ? 0 : ((startMs % DAY_MS) + DAY_MS) % DAY_MS

/** Session starts inside of (`fromMs`, `toMs`), oldest first. */
export function sessionStarts(fromMs: number, toMs: number, offsetMs: number): number[] {
  const first = sessionOf(fromMs, offsetMs) + DAY_MS
  const count = Math.max(0, Math.ceil((toMs - first) / DAY_MS))
  return Array.from({ length: count }, (_, day) => first + day * DAY_MS)
}
