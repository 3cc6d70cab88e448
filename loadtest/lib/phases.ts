import { Trend } from 'k6/metrics'

/** A stretch of a run whose tick ages are told apart. */
export interface Phase {
  /** Name of its metric is `tick_age_<name>_ms`. */
  readonly name: string
  /** ms after the start. */
  readonly fromMs: number
  readonly toMs: number
}

/** Takes tick ages into the metric of the phase in which they come; call it where metrics may be made, outside of functions that run. */
export function phasedAges(phases: readonly Phase[]): (ageMs: number, sinceStartMs: number) => void {
  const trends = phases.map(({ name }) => new Trend(`tick_age_${name}_ms`, true))
  return (ageMs, sinceStartMs) => {
    const index = phases.findIndex(({ fromMs, toMs }) => sinceStartMs >= fromMs && sinceStartMs < toMs)
    trends[index]?.add(ageMs)
  }
}
