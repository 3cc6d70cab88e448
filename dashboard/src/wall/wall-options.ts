import type { LocationQuery } from 'vue-router'

/** What the address of a wall asks for besides language, direction and theme. */
export interface WallOptions {
  /** How long a board stays, 5 s to a day; default 30 s. */
  readonly rotateMs: number
  /** The board fills the screen exactly, however many rows it has; default true. Else one that is too high scrolls. */
  readonly fits: boolean
  /** The picture moves by a few pixels now and then, against burn-in. */
  readonly shifts: boolean
  /** Between which times of the day the screen has half its light, in minutes since midnight; null for never. */
  readonly dim: { readonly from: number; readonly to: number } | null
  /** Walls that see a new build reload spread over this time, so that they do not all ask at once; 0 to 3600 s, default 300 s. */
  readonly jitterMs: number
  /** The page reloads at the next rotation once it holds more; null for three quarters of what the browser allows. */
  readonly heapBytes: number | null
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** `30s`, `2m`, `1h`, `500ms`; a bare number is seconds. Null for anything else. */
export function parseDuration(text: unknown): number | null {
  const found = typeof text === 'string' ? /^(\d{1,6})(ms|s|m|h)?$/.exec(text) : null
  return found === null ? null : Number(found[1]) * (UNIT_MS[found[2] ?? 's'] ?? 1000)
}

/** `22:00-06:00`. */
function parseHours(text: unknown): WallOptions['dim'] {
  const found = typeof text === 'string' ? /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/.exec(text) : null
  if (found === null) return null
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = found.slice(1).map(Number)
  if (fromHour > 24 || toHour > 24 || fromMinute > 59 || toMinute > 59) return null
  return { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute }
}

const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))

/** Reads the query of a wall's address; what is not understood is as usual. `rotateMs`: how long a board stays where it does not say. */
export function readWallOptions(query: LocationQuery, rotateMs = 30_000): WallOptions {
  const heap = Number(query['heap'])
  return {
    rotateMs: within(parseDuration(query['rotate']) ?? rotateMs, 5000, 86_400_000),
    fits: query['fit'] !== '0',
    shifts: query['shift'] === '1',
    dim: parseHours(query['dim']),
    jitterMs: within(parseDuration(query['jitter']) ?? 300_000, 0, 3_600_000),
    heapBytes: Number.isFinite(heap) && heap > 0 ? heap * 1_000_000 : null,
  }
}

/** Whether the schedule dims at a minute of the day; one that ends before it begins goes over midnight. */
export function isDimmed(dim: WallOptions['dim'], minute: number): boolean {
  if (dim === null) return false
  const { from, to } = dim
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to
}

/** Every so often the picture moves on. */
export const SHIFT_MS = 60_000
const REACH = 2

/** Pixels by which the picture is moved at a time: a walk through a square of 5 × 5 places, never far from one to the next. */
export function pixelShift(nowMs: number): { readonly x: number; readonly y: number } {
  const side = 2 * REACH + 1
  const place = Math.floor(nowMs / SHIFT_MS) % (2 * side * side)
  // There and back again: the way ends where it began.
  const at = place < side * side ? place : 2 * side * side - 1 - place
  const row = Math.floor(at / side)
  const column = row % 2 === 0 ? at % side : side - 1 - (at % side)
  return { x: column - REACH, y: row - REACH }
}
