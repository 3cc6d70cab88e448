import { Trend } from 'k6/metrics'

/** A stretch of a run whose tick ages are told apart. */
export interface Phase {
  /** Name of its metric is `tick_age_<name>_ms`. */
  readonly name: string
  /** ms after the start. */
  readonly fromMs: number
  readonly toMs: number
}

/**
 * Takes tick ages into the metric of the phase in which they come; call it where metrics may be made, outside of functions that run. `phases` in the
 * order of time, none within another. Runs for each frame: it does not look at phases that are over.
 */
export function phasedAges(phases: readonly Phase[]): (ageMs: number, sinceStartMs: number) => void {
  const trends = phases.map(({ name }) => new Trend(`tick_age_${name}_ms`, true))
  const fromMs = phases.map((phase) => phase.fromMs)
  const toMs = phases.map((phase) => phase.toMs)
  let index = 0
  return (ageMs, sinceStartMs) => {
    while (sinceStartMs >= (toMs[index] ?? Infinity)) index += 1
    if (sinceStartMs >= (fromMs[index] ?? Infinity)) trends[index]?.add(ageMs)
  }
}
