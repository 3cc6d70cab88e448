import type { RunSummary, SummaryMetric } from '../run-summary.js'

/** The connections of machine `index` of so many; the first ones take what cannot be shared evenly. */
export function shareOf(connections: number, machines: number, index: number): { first: number; count: number } {
  const each = Math.floor(connections / machines)
  const more = connections % machines
  return { first: index * each + Math.min(index, more), count: each + (index < more ? 1 : 0) }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Counts add up. Of a percentile the worst machine's is taken: that of all together is at most that. */
function mergedValues(all: readonly SummaryMetric['values'][]): Record<string, number> {
  const names = [...new Set(all.flatMap((values) => Object.keys(values)))]
  // A machine that measured nothing of it has zeros, which say nothing.
  const measured = all.filter((values) => values['med'] === undefined || values['count'] !== 0)
  return Object.fromEntries(
    names.map((name): [string, number] => {
      if (name === 'count' || name === 'rate') return [name, sum(all.map((values) => values[name] ?? 0))]
      return [name, Math.max(...(measured.length > 0 ? measured : all).map((values) => values[name] ?? -Infinity))]
    }),
  )
}

/** A bound on a number of clients is the sum of the machines' own; every other bound is the same for all. */
function mergedExpression(expressions: readonly string[]): string {
  const [first = ''] = expressions
  const [, head, number] = /^(count(?:==|>=))(\d+)$/.exec(first) ?? []
  if (head === undefined || Number(number) === 0) return first
  return `${head}${sum(expressions.map((expression) => Number(/(\d+)$/.exec(expression)?.[1] ?? 0)))}`
}

function mergedMetric(all: readonly SummaryMetric[]): SummaryMetric {
  const expressions = all.map(({ thresholds = {} }) => Object.keys(thresholds))
  const merged = (expressions[0] ?? []).map((_, i) => mergedExpression(expressions.map((each) => each[i] ?? '')))
  return {
    values: mergedValues(all.map(({ values }) => values)),
    ...(merged.length === 0
      ? {}
      : { thresholds: Object.fromEntries(merged.map((expression) => [expression, { ok: true }])) }),
  }
}

/** The summaries of several load machines as one. Throws on an empty list. */
export function mergeSummaries(all: readonly RunSummary[]): RunSummary {
  const [first] = all
  if (first === undefined) throw new Error('no summaries')
  const names = [...new Set(all.flatMap(({ metrics }) => Object.keys(metrics)))]
  return {
    ...first,
    title: `${first.title}, ${all.length} load machines`,
    plan: { ...first.plan, connections: sum(all.map(({ plan }) => plan.connections)) },
    metrics: Object.fromEntries(
      names.map((name) => [
        name,
        mergedMetric(all.flatMap(({ metrics }) => (metrics[name] === undefined ? [] : [metrics[name]]))),
      ]),
    ),
  }
}
