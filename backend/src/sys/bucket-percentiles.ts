import type { StagePercentiles } from '@tickwall/protocol'

/** A histogram's count: how many observations were at most `le`. */
export interface Bucket {
  /** Seconds; Infinity for the last. */
  readonly le: number
  readonly count: number
}

/** What was observed between two looks at the same histogram; `before` empty = since the start. */
export const observedSince = (before: readonly Bucket[], now: readonly Bucket[]): Bucket[] =>
  now.map(({ le, count }, i) => ({ le, count: count - (before[i]?.count ?? 0) }))

/** Percentiles in ms, rounded to tenths; null without an observation. Within a bucket they are spread evenly, as Prometheus has it. */
export function percentilesOf(buckets: readonly Bucket[]): StagePercentiles | null {
  const total = buckets.at(-1)?.count ?? 0
  if (total <= 0) return null
  const at = (share: number): number => Math.round(quantile(buckets, share * total) * 10_000) / 10
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) }
}

function quantile(buckets: readonly Bucket[], rank: number): number {
  let below = { le: 0, count: 0 }
  for (const bucket of buckets) {
    if (bucket.count >= rank) {
      // Beyond the last bound nothing is known but that it was passed.
      if (bucket.le === Infinity) return below.le
      const inside = bucket.count - below.count
      return below.le + (bucket.le - below.le) * (inside === 0 ? 1 : (rank - below.count) / inside)
    }
    below = bucket
  }
  return below.le
}
