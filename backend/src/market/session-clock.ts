export const DAY_MS = 86_400_000

/** The start of the bucket of `lengthMs` that holds `timeMs`, where one bucket starts at `originMs`. All in ms. */
export const bucketStart = (timeMs: number, lengthMs: number, originMs: number): number =>
  Math.floor((timeMs - originMs) / lengthMs) * lengthMs + originMs

/** The start of the session (day) that holds an event time; `sessionStartMs` is SESSION_START in ms after midnight UTC. */
export const sessionOf = (timeMs: number, sessionStartMs: number): number => bucketStart(timeMs, DAY_MS, sessionStartMs)
