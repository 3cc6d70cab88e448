import type { Bar, Report } from '../report/index.js'

/** One figure in two reports. */
export interface Change {
  readonly name: string
  readonly earlier: number
  readonly later: number
  readonly unit: string
  readonly verdict: 'worse' | 'better' | 'same'
}

export interface Comparison {
  readonly changes: readonly Change[]
  /** Names that only one of them has. */
  readonly onlyEarlier: readonly string[]
  readonly onlyLater: readonly string[]
}

/** Two runs of the same build differ by so much on a shared machine. */
export const NOISE = 0.15

function verdictOf(earlier: Bar, later: Bar): Change['verdict'] {
  if (earlier.pass !== later.pass) return later.pass ? 'better' : 'worse'
  // A figure without a bound tells of the machine as often as of the program: reported, never judged.
  if (later.limit === null) return 'same'
  const difference = (later.value - earlier.value) * (later.better === 'lower' ? 1 : -1)
  if (Math.abs(difference) <= Math.abs(earlier.value) * NOISE) return 'same'
  return difference > 0 ? 'worse' : 'better'
}

/** What got worse or better since an earlier report: a bound that is kept or missed now, or a bounded figure that moved by more than noise. */
export function compareReports(earlier: Pick<Report, 'bars'>, later: Pick<Report, 'bars'>): Comparison {
  const before = new Map(earlier.bars.map((bar) => [bar.name, bar]))
  const after = new Set(later.bars.map(({ name }) => name))
  return {
    changes: later.bars.flatMap((bar): Change[] => {
      const old = before.get(bar.name)
      if (old === undefined) return []
      return [{ name: bar.name, earlier: old.value, later: bar.value, unit: bar.unit, verdict: verdictOf(old, bar) }]
    }),
    onlyEarlier: [...before.keys()].filter((name) => !after.has(name)),
    onlyLater: [...after].filter((name) => !before.has(name)),
  }
}

/** The comparison as lines of text, what got worse first. */
export function comparisonText({ changes, onlyEarlier, onlyLater }: Comparison): string {
  const line = (sign: string, { name, earlier, later, unit }: Change): string =>
    `${sign} ${name}: ${earlier} → ${later}${unit === '' ? '' : ` ${unit}`}`
  const of = (verdict: Change['verdict']): Change[] => changes.filter((change) => change.verdict === verdict)
  return [
    ...of('worse').map((change) => line('worse ', change)),
    ...of('better').map((change) => line('better', change)),
    `${of('same').length} figures are the same within ${NOISE * 100} %, or have no bound.`,
    ...(onlyEarlier.length > 0 ? [`Only in the earlier one: ${onlyEarlier.join('; ')}.`] : []),
    ...(onlyLater.length > 0 ? [`Only in the later one: ${onlyLater.join('; ')}.`] : []),
  ].join('\n')
}

/** Reads a report that `--json` has written. Throws when the text is none. */
export function readReport(text: string): Report {
  const report = JSON.parse(text) as Partial<Report> | null
  if (typeof report !== 'object' || report === null || !Array.isArray(report.bars)) {
    throw new Error('this file is no report: it has no bars')
  }
  return report as Report
}
