import type { Clock } from '../lanes/clock.js'
import type { Session } from './session.js'

export interface DrainPlan {
  /** Closes are spread over this long, ms. */
  readonly durationMs: number
  /** Each client is told to wait a random time up to this before it comes back, ms. */
  readonly spreadMs: number
}

/** Who is sent away. */
export type Leaving = Pick<Session, 'announceClose' | 'end'>

const STEP_MS = 50

/**
 * Sends every session away: all are told at once, each with its own time to come back, then they are closed at a set
 * pace, so that the nodes that take them over are not stampeded. Resolves when the last close was sent.
 */
export function drain(
  sessions: readonly Leaving[],
  plan: DrainPlan,
  clock: Clock,
  random: () => number,
): Promise<void> {
  for (const session of sessions) session.announceClose('restarting', Math.round(random() * plan.spreadMs))
  if (sessions.length === 0) return Promise.resolve()
  const steps = Math.max(1, Math.floor(plan.durationMs / STEP_MS))
  const perStep = Math.ceil(sessions.length / steps)
  let next = 0
  return new Promise((resolve) => {
    const step = (): void => {
      for (const session of sessions.slice(next, next + perStep)) session.end('restarting')
      next += perStep
      if (next >= sessions.length) resolve()
      else clock.after(STEP_MS, step)
    }
    // One step of grace: the announcement leaves the socket before the first close.
    clock.after(STEP_MS, step)
  })
}
