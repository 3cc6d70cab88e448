import { bar, type Bar } from '../report/report.js'
import { medianOf } from '../report/statistics.js'
import type { Row } from '../row.js'
import { readLinkLatency, type LinkLatency } from './link-report.js'
import { INSTRUMENTS, withMarket } from './market.js'
import { measurePage, type MeasuredPage, type PageFigures } from './measure-page.js'
import { boardPage, tradePage } from './pages.js'

const LIMITS = { p95Ms: 16.7, p99Ms: 33, longTasks: 1, socketToPixelMs: 120, fields: 2500 }

type PageRun = PageFigures & LinkLatency

/** The figures of a page over some runs, with the bounds of the budget. */
export function loadBars(name: string, runs: readonly PageRun[], delivered: PageFigures['delivered']): Bar[] {
  const of = (value: (run: PageRun) => number): number => medianOf(runs, value)
  const percent = (value: (run: PageRun) => number): number => 100 * of(value)
  return [
    bar(`${name}: field updates that reach the page`, delivered?.fields ?? NaN, '/s', 'higher', LIMITS.fields),
    bar(`${name}: topic updates that reach the page`, delivered?.updates ?? NaN, '/s', 'higher'),
    bar(
      `${name}: frame p95`,
      of(({ p95Ms }) => p95Ms),
      'ms',
      'lower',
      LIMITS.p95Ms,
    ),
    bar(
      `${name}: frame p99`,
      of(({ p99Ms }) => p99Ms),
      'ms',
      'lower',
      LIMITS.p99Ms,
    ),
    bar(
      `${name}: frames`,
      of(({ framesPerSecond }) => framesPerSecond),
      '/s',
      'higher',
    ),
    bar(
      `${name}: tasks over 50 ms`,
      of(({ longTasksPerMinute }) => longTasksPerMinute),
      '/min',
      'lower',
      LIMITS.longTasks,
    ),
    bar(
      `${name}: socket to pixel p95`,
      of(({ socketToPixelMs }) => socketToPixelMs),
      'ms',
      'lower',
      LIMITS.socketToPixelMs,
    ),
    bar(
      `${name}: published to pixel p95, the wait for the topic's rate included`,
      of(({ publishedToPaintMs }) => publishedToPaintMs),
      'ms',
      'lower',
    ),
    bar(
      `${name}: main thread`,
      percent(({ mainThread }) => mainThread),
      '% of a core',
      'lower',
    ),
    bar(
      `${name}: scripts in it`,
      percent(({ scripts }) => scripts),
      '% of a core',
      'lower',
    ),
    bar(
      `${name}: processes of page and worker`,
      percent(({ renderer }) => renderer),
      '% of a core',
      'lower',
    ),
    bar(
      `${name}: other processes of the browser`,
      percent(({ others }) => others),
      '% of a core',
      'lower',
    ),
  ]
}

const CASES: readonly { readonly name: string; readonly page: (url: string) => MeasuredPage }[] = [
  { name: `board of a chart and 12 panels, ${INSTRUMENTS} instruments`, page: boardPage },
  { name: `trading page, ${INSTRUMENTS} instruments`, page: tradePage },
]

/** What the dashboard's heaviest pages cost while the market moves. */
export const load: Row = {
  name: 'load',
  measure: ({ runs, seconds, scale, profile, say }) =>
    withMarket(async (url) => {
      const bars: Bar[] = []
      for (const { name, page } of CASES) {
        const measured: PageRun[] = []
        for (let run = 1; run <= runs; run++) {
          let latency: LinkLatency = { socketToPixelMs: NaN, publishedToPaintMs: NaN }
          const figures = await measurePage(page(url), {
            ...{ seconds, scale },
            profile: profile === null ? null : { folder: profile, name: name.replace(/\W+/g, '-') },
            then: async (shown) => {
              latency = await readLinkLatency(shown)
            },
          })
          measured.push({ ...figures, ...latency })
          say(`  ${name}: ${JSON.stringify(measured.at(-1))}`)
        }
        const { delivered } = await measurePage(page(url), { seconds: 1, scale, profile: null })
        bars.push(...loadBars(name, measured, delivered))
      }
      return bars
    }),
}
