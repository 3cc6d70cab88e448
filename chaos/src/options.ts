import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { FAULT_NAMES, isFaultName, type FaultName } from './faults/catalogue.js'

export const USAGE = `npm run chaos -- --seeds <number> [--from <seed>] [--json <file>]

Starts Kafka, two gateways and Nginx for each seed, breaks them as the seed says, and holds what every client was sent against the log.
  --seeds <number>   how many seeds in a row; default 1. Cases that once failed are run before them
  --from <seed>      the first of them; default 1
  --faults <number>  faults in a seed, one after the other; default 4
  --only <fault>     only this fault; may be given again
  --full             the broker is gone for 60 s where it is gone
  --no-kept          without the cases that once failed
  --plan             prints what would be done, and does nothing
  --keep <folder>    keeps the histories and the log of seeds that fail, as JSON
  --verbose          every line that a part of the stack prints
  --json <file>      the report as JSON

Faults: ${FAULT_NAMES.join(', ')}`

export interface Options {
  readonly seeds: number
  readonly from: number
  readonly faults: number
  readonly only: readonly FaultName[]
  readonly isFull: boolean
  readonly hasKept: boolean
  readonly isPlan: boolean
  readonly isVerbose: boolean
  readonly keep: string | null
  readonly json: string | null
}

/** Null when only the usage is wanted. Throws with one sentence about the first option that is wrong. */
export function parseOptions(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      seeds: { type: 'string', default: '1' },
      from: { type: 'string', default: '1' },
      faults: { type: 'string', default: '4' },
      only: { type: 'string', multiple: true, default: [] },
      full: { type: 'boolean', default: false },
      kept: { type: 'boolean', default: true },
      plan: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      keep: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return null
  const whole = (name: 'seeds' | 'from' | 'faults', least: number): number => {
    const value = Number(values[name])
    if (!Number.isInteger(value) || value < least)
      throw new Error(`--${name} must be a whole number of at least ${String(least)}`)
    return value
  }
  const only = values.only.map((name) => {
    if (!isFaultName(name)) throw new Error(`--only ${name}: there are ${FAULT_NAMES.join(', ')}`)
    return name
  })
  return {
    ...{ seeds: whole('seeds', 0), from: whole('from', 1), faults: whole('faults', 1), only },
    ...{ isFull: values.full, hasKept: values.kept, isPlan: values.plan, isVerbose: values.verbose },
    keep: values.keep === undefined ? null : resolve(values.keep),
    json: values.json === undefined ? null : resolve(values.json),
  }
}
