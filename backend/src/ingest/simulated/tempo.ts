import type { Instrument, Tempo } from './catalogue/asset.js'

/** Records a second of the whole market unless asked otherwise. */
export const DEFAULT_RATE = 1_200
/** One record in this many is a trade, the others are quotes. */
export const RECORDS_PER_TRADE = 4.5

/** How the rate is shared out; bursts take the rest. */
const shares: Readonly<Record<Tempo, number>> = { busy: 0.47, normal: 0.43, quiet: 0.002 }

/** Records a second of each name, in the order given, so that the market makes `rate` of them on average, bursts included. */
export function eventRates(instruments: readonly Instrument[], rate: number): Float64Array {
  const sums: Record<Tempo, number> = { busy: 0, normal: 0, quiet: 0 }
  for (const { tempo, weight } of instruments) sums[tempo] += shareOf(tempo, weight)
  return Float64Array.from(instruments, ({ tempo, weight }) =>
    sums[tempo] === 0 ? 0 : (rate * shares[tempo] * shareOf(tempo, weight)) / sums[tempo],
  )
}

/** A floor keeps the last of the normal names from falling silent for a minute. */
const shareOf = (tempo: Tempo, weight: number) => (tempo === 'normal' ? 0.25 + weight : tempo === 'quiet' ? 1 : weight)
