import { parseArgs } from 'node:util'
import type { HistoryOptions } from './history.js'
import { liveThrough, seedsFrom, traceOf } from './histories.js'
import { KEPT_SEEDS } from './kept-seeds.js'

const HELP = `npm run test:fuzz -- [--seeds N] [--from SEED] [--trace LINES] [--kept]

Lives through seeded histories of gateways and clients, and holds what every client has against the fold of the log.

  --seeds N      how many histories (300)
  --from SEED    the seed of the first; they go up by one (1)
  --trace LINES  how much is told of the way to a failure (40)
  --kept         the seeds of backend/test/fuzz/kept-seeds.ts instead

Ends with 1 when any failed. A seed always lives through the same history: repeat one with --from SEED --seeds 1.`

const asCount = (text: string, name: string): number => {
  if (!/^\d{1,15}$/.test(text)) throw new Error(`--${name} is a whole number`)
  return Number(text)
}

/** Runs the command and returns its exit code; throws on options that it does not know. */
export async function fuzz(
  args: readonly string[],
  print: (line: string) => void,
  options: HistoryOptions = {},
): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '300' },
      from: { type: 'string', default: '1' },
      trace: { type: 'string', default: '40' },
      kept: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    print(HELP)
    return 0
  }
  const lines = asCount(values.trace, 'trace')
  const first = asCount(values.from, 'from')
  const seeds = values.kept ? Object.keys(KEPT_SEEDS).map(Number) : seedsFrom(first, asCount(values.seeds, 'seeds'))
  const { lived, failures } = await liveThrough(seeds, options)
  for (const failure of failures) {
    print(`\nseed ${String(failure.seed)}: ${failure.message}`)
    for (const line of await traceOf(failure, lines, options)) print(`  ${line}`)
    print(`  repeat: npm run test:fuzz -- --from ${String(failure.seed)} --seeds 1`)
  }
  const counts = Object.entries(lived).map(([what, count]) => `${what} ${String(count)}`)
  print(`\nlived through: ${counts.join(', ')}`)
  if (failures.length > 0) print(`failing seeds: ${failures.map(({ seed }) => seed).join(' ')}`)
  print(`${String(seeds.length)} histories, ${String(failures.length)} failed`)
  return failures.length === 0 ? 0 : 1
}
