/** `npm run chaos`: seeds that break a whole stack, one after the other; docs/chaos.md tells what is asserted. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MissingPart } from '@tickwall/tools'
import { markdown } from '@tickwall/bench/report/markdown.js'
import type { Report } from '@tickwall/bench/report/report.js'
import { KEPT_SEEDS } from './kept-seeds.js'
import { parseOptions, USAGE, type Options } from './options.js'
import { planLine, planOf } from './plan.js'
import { chaosReport, type Failed } from './report.js'
import { CLIENTS, FRESH_WITHIN_MS, runSeed, type SeedOutcome } from './run-seed.js'

const say = (line: string): void => console.error(line)

interface Case extends Pick<Options, 'faults' | 'only'> {
  readonly seed: number
  /** Of a case that once failed. */
  readonly name?: string
}

const casesOf = ({ seeds, from, faults, only, hasKept }: Options): Case[] => [
  ...(hasKept ? KEPT_SEEDS : []),
  ...Array.from({ length: seeds }, (_, i) => ({ seed: from + i, faults, only })),
]

/** The command that lives through it again. */
const again = ({ seed, faults, only }: Case, isFull: boolean): string =>
  [
    `npm run chaos -- --no-kept --seeds 1 --from ${String(seed)} --faults ${String(faults)}`,
    ...only.map((fault) => `--only ${fault}`),
    ...(isFull ? ['--full'] : []),
  ].join(' ')

function tell({ verdict }: SeedOutcome, command: string): void {
  const { violations, frames, compared, records } = verdict
  say(`  ${String(frames)} frames, ${String(compared)} states compared, ${String(records)} records`)
  for (const { client, rule, what, atMs } of violations)
    say(`  VIOLATION [${rule}] ${client}${atMs === null ? '' : ` at ${new Date(atMs).toISOString()}`}: ${what}`)
  if (violations.length > 0) say(`  again: ${command}`)
}

async function run(options: Options, signal: AbortSignal): Promise<number> {
  const outcomes: SeedOutcome[] = []
  const failed: Failed[] = []
  const onLine = (service: string, line: string): void => say(`${service.padEnd(9)} | ${line}`)
  /** What is known so far, also in the file: a run may be broken off. */
  const report = (): Report => {
    const made = chaosReport(['npm run chaos', '--', ...process.argv.slice(2)].join(' '), Date.now(), outcomes, failed)
    if (options.json !== null) writeFileSync(options.json, `${JSON.stringify(made, null, 2)}\n`)
    return made
  }
  for (const { seed, faults, only, name } of casesOf(options)) {
    if (signal.aborted) break
    if (name !== undefined) say(`kept: ${name}`)
    try {
      const outcome = await runSeed(seed, {
        ...{ faults, only, isFull: options.isFull, freshWithinMs: FRESH_WITHIN_MS, signal, say },
        ...(options.isVerbose ? { onLine } : {}),
      })
      tell(outcome, again({ seed, faults, only }, options.isFull))
      if (options.keep !== null && outcome.verdict.violations.length > 0) keep(options.keep, outcome)
      outcomes.push({ ...outcome, run: { histories: [], log: [], disturbances: [] } })
    } catch (error) {
      if (error instanceof MissingPart) throw error
      if (signal.aborted) break
      say(`  FAILED ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
      failed.push({ seed, reason: error instanceof Error ? error.message : String(error) })
    }
    report()
  }
  const last = report()
  console.log(markdown(last))
  if (signal.aborted) return 130
  return last.bars.every(({ pass }) => pass) ? 0 : 1
}

/** What failed, for whoever wants to look at it event by event. */
function keep(folder: string, { seed, run: kept, verdict }: SeedOutcome): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `seed-${String(seed)}.json`), JSON.stringify({ verdict, ...kept }))
}

const ending = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A second one does not wait: what still runs is killed as this process exits.
    if (ending.signal.aborted) process.exit(130)
    ending.abort()
  })
}
try {
  const options = parseOptions(process.argv.slice(2))
  if (options === null) console.log(USAGE)
  else if (options.isPlan)
    for (const { seed, faults, only } of casesOf(options))
      for (const planned of planOf(seed, { faults, only, clients: CLIENTS, isFull: options.isFull }))
        console.log(`seed ${String(seed)}: ${planLine(planned)}`)
  else {
    process.exitCode = await run(options, ending.signal)
    // What a fault was about to start goes with this process.
    if (ending.signal.aborted) process.exit()
  }
} catch (error) {
  console.error(error instanceof MissingPart ? `tickwall: ${error.message}` : error)
  process.exitCode = 1
}
