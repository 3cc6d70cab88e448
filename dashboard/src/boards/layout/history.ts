/** A value with what it was before, and what undoing took back. */
export interface History<T> {
  /** Oldest first, at most `MOST_STEPS`. */
  readonly past: readonly T[]
  readonly present: T
  /** Next first. */
  readonly future: readonly T[]
}

export const MOST_STEPS = 50

export const startHistory = <T>(present: T): History<T> => ({ past: [], present, future: [] })

/** A new present; what had been undone is gone. */
export const record = <T>({ past, present }: History<T>, next: T): History<T> =>
  Object.is(present, next)
    ? { past, present, future: [] }
    : { past: [...past, present].slice(-MOST_STEPS), present: next, future: [] }

/** One step back, or the same where there is none. */
export function undo<T>(history: History<T>): History<T> {
  const { past, present, future } = history
  const [before] = past.slice(-1)
  return past.length === 0 || before === undefined
    ? history
    : { past: past.slice(0, -1), present: before, future: [present, ...future] }
}

/** One step forward again, or the same where there is none. */
export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future
  return next === undefined ? history : { past: [...history.past, history.present], present: next, future }
}
