import type { Sample } from './sampler.js'

/** A stretch of time, ms since the epoch. */
export interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

export const within = (samples: readonly Sample[], { fromMs, toMs }: Stretch): Sample[] =>
  samples.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)

/** The share of one core that each process took in a stretch, 1 = a whole core; without those that were not there at both ends. */
export function cpuShares(samples: readonly Sample[], stretch: Stretch): Record<string, number> {
  const inside = within(samples, stretch)
  const first = inside[0]
  const last = inside.at(-1)
  if (first === undefined || last === undefined || first === last) return {}
  return Object.fromEntries(
    Object.entries(last.processes).flatMap(([name, { cpuMs }]): [string, number][] => {
      const before = first.processes[name]
      // One that was started anew counts from 0.
      if (before === undefined || cpuMs < before.cpuMs) return []
      return [[name, (cpuMs - before.cpuMs) / (last.atMs - first.atMs)]]
    }),
  )
}

/** The worst event-loop delay of any gateway in a stretch, ms (each the 99th percentile of its interval); NaN without a sample. */
export function worstLoopDelayMs(samples: readonly Sample[], stretch: Stretch): number {
  const delays = within(samples, stretch).flatMap(({ gateways }) =>
    Object.values(gateways).map(({ loopDelayMs }) => loopDelayMs),
  )
  return delays.length === 0 ? NaN : Math.max(...delays)
}
