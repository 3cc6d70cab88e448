/** `npm run load`: see `usage`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MissingPart } from '../provision/part.js'
import { markdown, type Report } from '../report/index.js'
import { repositoryRoot } from '../repository.js'
import { compareReports, comparisonText, readReport } from './compare.js'
import { htmlReport } from './html-report.js'
import { stacked } from './line-chart.js'
import { BadLoadArguments, parseLoadCommand, usage, type LoadCommand, type RunOptions } from './load-options.js'
import { startCoordinator } from './coordinate/coordinator.js'
import { joinCoordinator } from './coordinate/join.js'
import { mergeSummaries } from './coordinate/merge-summaries.js'
import { reportOf, runLoad } from './run-load.js'
import { sampleCharts } from './sampling/sample-charts.js'
import type { Sample } from './sampling/sampler.js'

const say = (line: string): void => console.log(line)

function requireScenario(scenario: string): void {
  if (!existsSync(join(repositoryRoot, 'loadtest/scenarios', `${scenario}.ts`))) {
    throw new BadLoadArguments('there is no such scenario in loadtest/scenarios')
  }
}

/** Whether nothing got worse. */
function compared(earlier: string, later: Report): boolean {
  const comparison = compareReports(readReport(readFileSync(earlier, 'utf8')), later)
  say(comparisonText(comparison))
  return comparison.changes.every(({ verdict }) => verdict !== 'worse')
}

/** Prints and writes a report as the options say; whether every bound is kept and nothing got worse. */
function delivered(title: string, report: Report, samples: readonly Sample[], options: RunOptions): boolean {
  const charts = samples.length > 1 ? sampleCharts(samples) : []
  say(markdown(report))
  if (options.json !== null) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`)
  if (options.html !== null) writeFileSync(options.html, htmlReport(title, report, charts))
  if (options.chart !== null) writeFileSync(options.chart, stacked(charts))
  const isNoWorse = options.compare === null || compared(options.compare, report)
  return report.bars.every(({ pass, limit }) => pass || limit === null) && isNoWorse
}

const typed = (): string => `npm run load -- ${process.argv.slice(2).join(' ')}`

/** A load machine of a coordinator: its figures are told there. */
async function joined(coordinator: string, options: RunOptions): Promise<number> {
  const summary = await joinCoordinator(coordinator, async ({ scenario, url, parameters, startInMs }) => {
    requireScenario(scenario)
    const START_AT = String(Date.now() + startInMs)
    const own = { ...options, url, parameters: { ...parameters, START_AT } }
    return (await runLoad({ scenario, options: own, command: typed(), say })).summary
  })
  return delivered(summary.title, reportOf(summary, typed()), [], options) ? 0 : 1
}

async function run(command: LoadCommand): Promise<number> {
  switch (command.kind) {
    case 'help':
      say(usage)
      return 0
    case 'compare':
      return compared(command.earlier, readReport(readFileSync(command.later, 'utf8'))) ? 0 : 1
    case 'run': {
      if (command.options.join !== null) return joined(command.options.join, command.options)
      requireScenario(command.scenario)
      const { options, scenario } = command
      const { report, title, samples, code } = await runLoad({ scenario, options, command: typed(), say })
      return delivered(title, report, samples, options) ? code : code || 1
    }
    case 'coordinate': {
      requireScenario(command.scenario)
      const { options, ...shared } = command
      const coordinator = await startCoordinator({
        ...{ ...shared, url: options.url ?? '', parameters: options.parameters, nowMs: Date.now, say },
      })
      say(`load machines join with: npm run load -- ${command.scenario} --join ${coordinator.url}`)
      const summary = mergeSummaries(await coordinator.summaries)
      await coordinator.close()
      return delivered(summary.title, reportOf(summary, typed()), [], options) ? 0 : 1
    }
    default:
      return command satisfies never
  }
}

try {
  process.exitCode = await run(parseLoadCommand(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof MissingPart || error instanceof BadLoadArguments)) throw error
  console.error(`tickwall: ${error.message}`)
  process.exitCode = error instanceof BadLoadArguments ? 2 : 1
}
