import { writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { parseOptions, type Options } from './options.js'
import { markdown } from './report/markdown.js'
import { machine, type Report } from './report/report.js'
import { rows } from './rows.js'
import { runRows } from './run-rows.js'

/** `npm run bench`: see README.md. The code is 1 when a row could not be measured, or, with `--strict`, when a bar is missed. */
const args = process.argv.slice(2)
function readOptions(): Options {
  try {
    return parseOptions(
      args,
      rows.map(({ name }) => name),
    )
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}

const options = readOptions()
/** Where a binary lies on this machine is nobody else's business. */
const told = args.filter((arg) => !arg.startsWith('--centrifugo='))
const { only, runs, seconds, scale, profile, centrifugo } = options
/** Above it something else runs besides, and figures are worth little. */
const QUIET_LOAD = 0.5
const [loadBefore = 0] = loadavg()
const chosen = only.length === 0 ? rows : rows.filter(({ name }) => only.includes(name))
const { bars, remarks, failed } = await runRows(chosen, {
  ...{ runs, seconds, scale, profile, centrifugo },
  say: (line) => console.error(line),
})
const busy = `The machine was busy with something else: its load was ${loadBefore.toFixed(1)} at the start.`
const report: Report = {
  date: new Date().toISOString().slice(0, 10),
  machine: machine(),
  command: ['npm run bench', ...(told.length > 0 ? ['--', ...told] : [])].join(' '),
  ...{ runs, bars },
  remarks: loadBefore <= QUIET_LOAD ? remarks : [busy, ...remarks],
}
console.log(markdown(report))
if (options.json !== null) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`)
process.exitCode = failed.length > 0 || (options.isStrict && bars.some(({ pass }) => !pass)) ? 1 : 0
