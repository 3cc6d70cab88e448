export type SoakEvent = 'restart' | 'upgrade'

/** What happens to the gateway and when, as parts of the whole time: after the upgrade it has four lives of the same length. */
const EVENTS: readonly { readonly part: number; readonly event: SoakEvent }[] = [
  { part: 2 / 30, event: 'upgrade' },
  { part: 9 / 30, event: 'restart' },
  { part: 16 / 30, event: 'restart' },
  { part: 23 / 30, event: 'restart' },
]

/** From here on nothing may grow: the reload that the upgrade brings is over, and caches are full. */
export const WARM_PART = 9 / 30

/** The events of a soak of so long, in their order. */
export const schedule = (durationMs: number): { readonly atMs: number; readonly event: SoakEvent }[] =>
  EVENTS.map(({ part, event }) => ({ atMs: part * durationMs, event }))

/** Walls that see a new build reload within this time: all of them, before the measured part begins. */
export const jitterMs = (durationMs: number): number => Math.min(60_000, Math.round(0.02 * durationMs))
