/** How a value stands beside its thresholds. */
export type Tone = 'good' | 'warn' | 'crit'

export interface Thresholds {
  /** From here on a value is worth a look; null for never. */
  readonly warn: number | null
  /** From here on it is bad. */
  readonly crit: number | null
  /** On which side of them. */
  readonly side: 'above' | 'below'
}

const passes = (value: number, limit: number | null, side: Thresholds['side']): boolean =>
  limit !== null && (side === 'above' ? value > limit : value < limit)

/** The worst that a value says; null for no value, and where there is no threshold to pass. */
export function toneOf(value: number | null | undefined, { warn, crit, side }: Thresholds): Tone | null {
  if (value === null || value === undefined || Number.isNaN(value) || (warn === null && crit === null)) return null
  return passes(value, crit, side) ? 'crit' : passes(value, warn, side) ? 'warn' : 'good'
}

const RANK: Record<Tone, number> = { good: 0, warn: 1, crit: 2 }

/** The worst of several; null where none says anything. */
export const worstTone = (tones: readonly (Tone | null)[]): Tone | null =>
  tones.reduce<Tone | null>(
    (worst, tone) => (tone !== null && (worst === null || RANK[tone] > RANK[worst]) ? tone : worst),
    null,
  )
