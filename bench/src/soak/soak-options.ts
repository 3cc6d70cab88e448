import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** `npm run soak:dashboard -- [--minutes N] [--json FILE] [--chart FILE.svg]` */
export interface SoakOptions {
  /** Default 30. */
  readonly minutes: number
  /** Where the report goes as JSON; null: nowhere. */
  readonly json: string | null
  /** Where the chart of memory goes as SVG; null: nowhere. */
  readonly chart: string | null
  /** Where every reading goes as JSON; null: nowhere. */
  readonly samples: string | null
}

/** Throws with one sentence about the first option that is wrong. */
export function parseSoakOptions(args: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '30' },
      json: { type: 'string' },
      chart: { type: 'string' },
      samples: { type: 'string' },
    },
  })
  const minutes = Number(values.minutes)
  if (!(minutes >= 1 && minutes <= 1440)) throw new Error('--minutes must be a number from 1 to 1440')
  const file = (path: string | undefined): string | null => (path === undefined ? null : resolve(path))
  return { minutes, json: file(values.json), chart: file(values.chart), samples: file(values.samples) }
}
