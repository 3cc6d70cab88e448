import { alternate } from '../measure/alternate.js'
import { bar, type Bar } from '../report/report.js'
import { medianOf, medianRatio } from '../report/statistics.js'
import type { RowContext } from '../row.js'
import { measurePage, type MeasuredPage, type PageFigures } from './measure-page.js'

/** Pages that show the same; `ours` is compared with each of the others. */
export interface Sides {
  /** For `--only`, and before every figure. */
  readonly name: string
  readonly ours: MeasuredPage
  readonly others: readonly { readonly name: string; readonly page: MeasuredPage }[]
}

const COSTS = [
  { name: 'processes of page and worker', of: ({ renderer }: PageFigures) => renderer },
  { name: 'main thread', of: ({ mainThread }: PageFigures) => mainThread },
  { name: 'all processes of the browser', of: ({ renderer, others }: PageFigures) => renderer + others },
] as const

/** Ratios of ours to the others, then each one's own figures. */
export function sideBars(
  name: string,
  ours: readonly PageFigures[],
  others: readonly { readonly name: string; readonly runs: readonly PageFigures[] }[],
): Bar[] {
  const ratios = others.flatMap((other) => [
    ...COSTS.map((cost) =>
      bar(`${name}: ${cost.name}, ours against ${other.name}`, medianRatio(ours, other.runs, cost.of), '×', 'lower'),
    ),
    bar(
      `${name}: frame p95, ours against ${other.name}`,
      medianRatio(ours, other.runs, ({ p95Ms }) => p95Ms),
      '×',
      'lower',
    ),
  ])
  const own = [{ name: 'ours', runs: ours }, ...others].flatMap((side) => [
    bar(
      `${name}: changes that the page took in, ${side.name}`,
      medianOf(side.runs, ({ changes }) => changes ?? NaN),
      '/s',
      'higher',
    ),
    ...COSTS.map((cost) =>
      bar(`${name}: ${cost.name}, ${side.name}`, 100 * medianOf(side.runs, cost.of), '% of a core', 'lower'),
    ),
    bar(
      `${name}: frame p95, ${side.name}`,
      medianOf(side.runs, ({ p95Ms }) => p95Ms),
      'ms',
      'lower',
    ),
    bar(
      `${name}: frame p99, ${side.name}`,
      medianOf(side.runs, ({ p99Ms }) => p99Ms),
      'ms',
      'lower',
    ),
    bar(
      `${name}: tasks over 50 ms, ${side.name}`,
      medianOf(side.runs, ({ longTasksPerMinute }) => longTasksPerMinute),
      '/min',
      'lower',
    ),
  ])
  return [...ratios, ...own]
}

/** Measures all sides in turn within each run. */
export async function compareSides({ name, ours, others }: Sides, context: RowContext): Promise<Bar[]> {
  const { runs, seconds, scale, profile, say } = context
  const pages = new Map([['ours', ours], ...others.map((other) => [other.name, other.page] as const)])
  const figures = await alternate(runs, [...pages.keys()], async (side) => {
    const page = pages.get(side)
    if (page === undefined) throw new Error('a side without a page')
    const file = `${name} ${side}`.replace(/\W+/g, '-')
    const measured = await measurePage(page, {
      ...{ seconds, scale },
      profile: profile === null ? null : { folder: profile, name: file },
    })
    say(`  ${name}, ${side}: ${JSON.stringify(measured)}`)
    return measured
  })
  return sideBars(
    name,
    figures['ours'] ?? [],
    others.map((other) => ({ name: other.name, runs: figures[other.name] ?? [] })),
  )
}
