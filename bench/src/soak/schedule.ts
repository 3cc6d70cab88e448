export type SoakEvent = 'restart' | 'upgrade'

/** What happens to the gateway and when, as parts of the whole time. */
const EVENTS: readonly { readonly part: number; readonly event: SoakEvent }[] = [
  { part: 0.1, event: 'restart' },
  { part: 0.2, event: 'upgrade' },
  { part: 0.5, event: 'restart' },
  { part: 0.7, event: 'restart' },
]

/** From here on nothing may grow: caches and histories are full, and the reload that the upgrade brings is over. */
export const WARM_PART = 1 / 3

/** The events of a soak of so long, in their order. */
export const schedule = (durationMs: number): { readonly atMs: number; readonly event: SoakEvent }[] =>
  EVENTS.map(({ part, event }) => ({ atMs: part * durationMs, event }))

/** Walls that see a new build reload within this time: all of them, before the measured part begins. */
export const jitterMs = (durationMs: number): number => Math.min(60_000, Math.round(0.02 * durationMs))
