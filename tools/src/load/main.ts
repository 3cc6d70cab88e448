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
import { runLoad } from './run-load.js'
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

async function run(command: LoadCommand): Promise<number> {
  switch (command.kind) {
    case 'help':
      say(usage)
      return 0
    case 'compare':
      return compared(command.earlier, readReport(readFileSync(command.later, 'utf8'))) ? 0 : 1
    case 'run': {
      requireScenario(command.scenario)
      const typed = `npm run load -- ${process.argv.slice(2).join(' ')}`
      const { options, scenario } = command
      const { report, title, samples, code } = await runLoad({ scenario, options, command: typed, say })
      return delivered(title, report, samples, options) ? code : code || 1
    }
    case 'coordinate':
      return 2
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
