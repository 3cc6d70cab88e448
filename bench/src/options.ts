import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** `npm run bench -- [--json FILE] [--runs N] [--seconds N] [--only NAME]… [--strict] [--profile DIR] [--scale X]` */
export interface Options {
  /** Where the report goes as JSON; null: nowhere. */
  readonly json: string | null
  readonly runs: number
  readonly seconds: number
  /** Rows by name; empty: all. */
  readonly only: readonly string[]
  /** A missed bar is an error. */
  readonly isStrict: boolean
  readonly profile: string | null
  readonly scale: number
  readonly centrifugo: string | null
}

/** `defaults` are those of runs and seconds. Throws with one sentence about the first option that is wrong. */
export function parseOptions(
  args: readonly string[],
  rows: readonly string[],
  defaults: { readonly runs: number; readonly seconds: number } = { runs: 5, seconds: 5 },
): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'string' },
      runs: { type: 'string', default: String(defaults.runs) },
      seconds: { type: 'string', default: String(defaults.seconds) },
      only: { type: 'string', multiple: true, default: [] },
      strict: { type: 'boolean', default: false },
      profile: { type: 'string' },
      scale: { type: 'string', default: '1' },
      centrifugo: { type: 'string' },
    },
  })
  const whole = (name: 'runs' | 'seconds'): number => {
    const value = Number(values[name])
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number of at least 1`)
    return value
  }
  const scale = Number(values.scale)
  if (!(scale > 0 && scale <= 1)) throw new Error('--scale must be above 0 and at most 1')
  const unknown = values.only.find((name) => !rows.includes(name))
  if (unknown !== undefined) throw new Error(`--only ${unknown}: there are ${rows.join(', ')}`)
  return {
    json: values.json === undefined ? null : resolve(values.json),
    ...{ runs: whole('runs'), seconds: whole('seconds'), only: values.only, isStrict: values.strict, scale },
    profile: values.profile === undefined ? null : resolve(values.profile),
    centrifugo: values.centrifugo ?? null,
  }
}
