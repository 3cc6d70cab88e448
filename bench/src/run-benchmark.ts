import { writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { parseOptions, type Options } from './options.js'
import { markdown } from './report/markdown.js'
import { machine, type Report } from './report/report.js'
import type { Row } from './row.js'
import { runRows } from './run-rows.js'

/** Above it something else runs besides, and figures are worth little. */
const QUIET_LOAD = 0.5

/**
 * A benchmark's whole life: options from the command line, rows, report. The exit code becomes 1 when a row could not be measured, or, with
 * `--strict`, when a bar is missed.
 */
export async function runBenchmark(
  command: string,
  rows: readonly Row[],
  defaults: { readonly runs: number; readonly seconds: number },
): Promise<void> {
  const args = process.argv.slice(2)
  const options = readOptions(args, rows, defaults)
  if (options === null) return
  const { only, runs, seconds, scale, profile, centrifugo } = options
  /** Where a binary lies on this machine is nobody else's business. */
  const told = args.filter((arg) => !arg.startsWith('--centrifugo='))
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
    command: [command, ...(told.length > 0 ? ['--', ...told] : [])].join(' '),
    ...{ runs, bars },
    remarks: loadBefore <= QUIET_LOAD ? remarks : [busy, ...remarks],
  }
  console.log(markdown(report))
  if (options.json !== null) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`)
  process.exitCode = failed.length > 0 || (options.isStrict && bars.some(({ pass }) => !pass)) ? 1 : 0
}

function readOptions(
  args: readonly string[],
  rows: readonly Row[],
  defaults: { readonly runs: number; readonly seconds: number },
): Options | null {
  try {
    return parseOptions(
      args,
      rows.map(({ name }) => name),
      defaults,
    )
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
    return null
  }
}
