import type { SnapshotPart } from '@tickwall/protocol'

/** What is kept of a topic for the next start. Times are ms of the server's clock. */
export interface SavedState {
  readonly topic: string
  readonly state: SnapshotPart['state']
  readonly receivedAtMs: number
}

/** Where the last values outlive the browser. */
export interface StateShelf {
  /** What was put last, oldest first; empty where there is nothing that can be used. Never rejects. */
  load(): Promise<readonly SavedState[]>
  /** Replaces all. Never rejects; what cannot be written is not kept. */
  put(states: readonly SavedState[]): Promise<void>
}

/** A form that other builds do not understand gets another number; what bears another is not read. */
export const SHELF_VERSION = 1
/** Most topics kept: some 500 kB. The ones longest untouched go. */
export const MAX_SAVED = 1000
/** Nothing that a page shows of one value is longer. */
const MAX_CHARS = 64
/** Older than this, a value helps nobody. */
export const MAX_AGE_MS = 7 * 86_400_000

/** Only what has one value a field, and whose last value is worth something when it is old. */
export const isWorthSaving = (topic: string): boolean => topic.startsWith('quote/') || topic.startsWith('metric/')

/** The fields of one value of a state, without lists. */
export function flatState(state: object): SnapshotPart['state'] {
  const flat = Object.entries(state).filter(([name, value]) => isFlat(value) || isDecimals(name, value))
  return Object.fromEntries(flat) as SnapshotPart['state']
}

/** Reads what a shelf holds; whatever is broken, too old or of another build is left out. Never throws. */
export function savedStatesIn(content: unknown, nowMs: number): readonly SavedState[] {
  const { version, states } = recordIn(content)
  if (version !== SHELF_VERSION || !Array.isArray(states)) return []
  return states.slice(-MAX_SAVED).flatMap((entry: unknown): SavedState[] => {
    const { topic, state, receivedAtMs } = recordIn(entry)
    if (typeof topic !== 'string' || !isWorthSaving(topic)) return []
    if (typeof receivedAtMs !== 'number' || !(nowMs - receivedAtMs < MAX_AGE_MS)) return []
    if (typeof state !== 'object' || state === null || Array.isArray(state)) return []
    return [{ topic, state: flatState(state), receivedAtMs }]
  })
}

const recordIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

const isFlat = (value: unknown): boolean =>
  (typeof value === 'number' && Number.isFinite(value)) ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value.length <= MAX_CHARS)

function isDecimals(name: string, value: unknown): boolean {
  if (name !== 'decimals') return false
  const { price, size } = recordIn(value)
  return Number.isInteger(price) && Number.isInteger(size)
}
