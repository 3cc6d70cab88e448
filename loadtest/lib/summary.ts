import type { Schedule } from './crowd.ts'
import type { CrowdSize } from './parameters.ts'

export interface SummaryData {
  readonly metrics: {
    readonly [name: string]: {
      readonly values: { readonly [name: string]: number }
      readonly thresholds?: { readonly [expression: string]: { readonly ok: boolean } }
    }
  }
}

/** What k6 measures of itself and of single requests. */
const OF_K6 = /^(data_|http_|ws_|vus|iteration)/

const round = (value: number): string => String(Math.round(value * 10) / 10)

/** What the run was, for those who read its figures; `scenario`, the crowd's size and the measured stretch (ms after the start) at least. */
export interface Plan extends Schedule, Pick<CrowdSize, 'connections' | 'topics' | 'maxHz'> {
  readonly scenario: string
  readonly [name: string]: number | string
}

/** `handleSummary` of a scenario: the run as a few lines of text, and whole as JSON where SUMMARY names a file. */
export const summaryOf =
  (title: string, plan: Plan) =>
  (data: SummaryData): Record<string, string> =>
    summarise(title, plan, data)

function summarise(title: string, plan: Plan, data: SummaryData): Record<string, string> {
  const lines = [title]
  for (const [name, { values, thresholds = {} }] of Object.entries(data.metrics).sort(([a], [b]) =>
    a.localeCompare(b),
  )) {
    if (OF_K6.test(name)) continue
    const failed = Object.entries(thresholds).filter(([, { ok }]) => !ok)
    const shown = ['count', 'value', 'med', 'p(95)', 'p(99)', 'max'].filter((key) => values[key] !== undefined)
    if (shown.length === 0) continue
    const figures = shown.map((key) => `${key} ${round(values[key] as number)}`).join(', ')
    const verdict =
      Object.keys(thresholds).length === 0
        ? ''
        : failed.length === 0
          ? '  ✓'
          : `  ✗ ${failed.map(([e]) => e).join(' ')}`
    lines.push(`  ${name}: ${figures}${verdict}`)
  }
  const file = __ENV.SUMMARY
  return {
    stdout: `${lines.join('\n')}\n`,
    ...(file === undefined || file === '' ? {} : { [file]: JSON.stringify({ title, plan, ...data }, null, 2) }),
  }
}
