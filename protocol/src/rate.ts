/** Flush rates a server grants, fastest first, in Hz; `raw` is each change as soon as it is known, coalesced per event-loop turn. */
export const RATE_LADDER = [20, 10, 5, 2, 1, 0.2] as const
export type Rate = number | 'raw'
export const DEFAULT_RATE = 10

/** The ladder's step at or below `maxHz`; a wish below the slowest step gets the slowest. */
export function grantRate(maxHz: Rate, ladder: readonly number[] = RATE_LADDER): Rate {
  if (maxHz === 'raw') return 'raw'
  return ladder.find((hz) => hz <= maxHz) ?? ladder.at(-1) ?? DEFAULT_RATE
}
