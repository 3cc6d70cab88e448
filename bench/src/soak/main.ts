import { writeFile } from 'node:fs/promises'
import { markdown } from '../report/markdown.js'
import { machine, type Report } from '../report/report.js'
import { drawChart } from './chart.js'
import { judge } from './judge.js'
import { runSoak } from './run-soak.js'
import { parseSoakOptions, type SoakOptions } from './soak-options.js'

/** `npm run soak:dashboard`: see README.md. The code is 1 when something that may not grow has grown. */
const args = process.argv.slice(2)
function readOptions(): SoakOptions {
  try {
    return parseSoakOptions(args)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}

const { minutes, json, chart, samples } = readOptions()
const result = await runSoak({ durationMs: minutes * 60_000, say: (line) => console.error(line) })
const report: Report = {
  date: new Date().toISOString().slice(0, 10),
  machine: machine(),
  command: ['npm run soak:dashboard', ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
  runs: 1,
  bars: judge(result),
  remarks: [...new Set([...result.complaints, ...result.wall.blank.map((board) => `No painted board: ${board}.`)])],
}
console.log(markdown(report))
if (json !== null) await writeFile(json, `${JSON.stringify(report, null, 2)}\n`)
if (chart !== null) await writeFile(chart, drawChart(result))
if (samples !== null) await writeFile(samples, `${JSON.stringify(result)}\n`)
process.exitCode = report.bars.every(({ pass }) => pass) ? 0 : 1
