import { median } from '@tickwall/tools/report.js'

export { median }

/** The median of what `of` makes of each run. Throws without a run. */
export const medianOf = <Run>(runs: readonly Run[], of: (run: Run) => number): number => median(runs.map(of))

/** The median of the ratios of pairs that were measured in the same run, so that a drifting machine hits both alike. */
export function medianRatio<Run>(runs: readonly Run[], bases: readonly Run[], of: (run: Run) => number): number {
  return median(
    runs.map((run, i) => {
      const base = bases[i]
      if (base === undefined) throw new Error('a run without its base')
      return of(run) / of(base)
    }),
  )
}
