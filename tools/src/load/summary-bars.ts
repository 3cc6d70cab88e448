import { bar, type Bar } from '../report/index.js'
import type { RunSummary, SummaryMetric } from './run-summary.js'

/** What k6 measures of itself and of single requests: nothing that a promise was made about. */
const OF_K6 = /^(data_|http_|ws_|vus|iteration|checks|group_duration|dropped_)/
/** What is told of a measure without a threshold. */
const TOLD = ['med', 'p(95)', 'p(99)', 'max']
const PRINTED: Readonly<Record<string, string>> = {
  'p(95)': ' p95',
  'p(99)': ' p99',
  med: ' median',
  max: ', longest',
  count: '',
  value: '',
}

/** `3000 × 20 at 2 Hz`, which begins the name of each row. */
export const sizeOf = ({ plan: { scenario, connections, topics, maxHz } }: RunSummary): string =>
  `${scenario}, ${connections} × ${topics} at ${maxHz} Hz`

/** `tick_age_ms` as a person says it. */
const spoken = (name: string): string =>
  name
    .replace(/\{.*\}$/, (tags) => ` (${tags.slice(1, -1).replace(':', ' ')})`)
    .replace(/_ms(?=$| \()/, '')
    .replaceAll('_', ' ')

const unitOf = (name: string): string =>
  /_ms(\{|$)/.test(name) ? 'ms' : name.startsWith('bytes_') || name.endsWith('_bytes') ? 'B' : ''

interface Bound {
  readonly statistic: string
  readonly better: 'lower' | 'higher'
  readonly limit: number
}

/** `p(99)<=700` as a bound. Throws on an expression that is not understood: a promise must not get lost. */
export function readThreshold(expression: string): Bound {
  const [, statistic, operator, text] =
    /^\s*([a-z]+(?:\([\d.]+\))?)\s*(<=|>=|==|<|>)\s*([\d.]+)\s*$/.exec(expression) ?? []
  if (statistic === undefined || text === undefined) throw new Error(`a threshold is not understood: ${expression}`)
  const number = Number(text)
  // Counts are whole: more than 0 is at least 1.
  if (operator === '>') return { statistic, better: 'higher', limit: statistic === 'count' ? number + 1 : number }
  if (operator === '>=') return { statistic, better: 'higher', limit: number }
  if (operator === '==') return { statistic, better: number === 0 ? 'lower' : 'higher', limit: number }
  return { statistic, better: 'lower', limit: number }
}

function barsOf(size: string, name: string, { values, thresholds = {} }: SummaryMetric): Bar[] {
  const bounds = Object.keys(thresholds).map(readThreshold)
  const isTrend = values['med'] !== undefined
  const hasNone = isTrend && values['count'] === 0
  const row = (statistic: string, better: Bar['better'], limit: number | null): Bar =>
    bar(
      `${size}: ${spoken(name)}${PRINTED[statistic] ?? ` ${statistic}`}`,
      // What never happened has no figure, though k6 says 0; a count of it is 0.
      hasNone && statistic !== 'count' ? NaN : (values[statistic] ?? (statistic === 'count' ? 0 : NaN)),
      unitOf(name),
      better,
      limit,
    )
  const bounded = bounds.map(({ statistic, better, limit }) => row(statistic, better, limit))
  const told = isTrend ? TOLD : ['count'].filter((key) => values[key] !== undefined)
  const only = told.filter((statistic) => !bounds.some((bound) => bound.statistic === statistic))
  return hasNone ? bounded : [...bounded, ...only.map((statistic) => row(statistic, 'lower', null))]
}

/** A row for each threshold of the scenario, whose limits stand there alone, and rows without a limit for what else it measured. */
export const summaryBars = (summary: RunSummary, without: RegExp = /^$/): Bar[] =>
  Object.entries(summary.metrics)
    .filter(([name]) => !OF_K6.test(name) && !without.test(name))
    .sort(([a], [b]) => a.localeCompare(b))
    .flatMap(([name, metric]) => barsOf(sizeOf(summary), name, metric))
