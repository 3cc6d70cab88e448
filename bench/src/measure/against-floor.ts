import type { Load } from '../feed/load.js'
import { bar, type Bar } from '../report/report.js'
import { medianOf, medianRatio } from '../report/statistics.js'
import type { RowContext } from '../row.js'
import { alternate } from './alternate.js'
import type { Codec } from './codecs.js'
import { tell } from './tell.js'
import { runTrial, type Outcome } from './trial.js'

export interface FloorComparison {
  /** As `--only` names it. */
  readonly row: string
  readonly load: Load
  readonly codec: Codec
  /** Tickwall's CPU a frame over that of the floor. */
  readonly limit: number
  /** What kind of frame it is, told how long it came to be. */
  readonly what: (bytes: number) => string
}

/** `burst` is the floor: one loop over all sockets. `spread` writes at as many moments as Tickwall does, which wakes readers more often. */
const VARIANTS = ['tickwall', 'burst', 'spread'] as const
type Variant = (typeof VARIANTS)[number]

/** Measures Tickwall and the floor in turn, which writes as many bytes a frame as Tickwall did in the same run. */
export async function againstFloor(
  { row, load, codec, limit, what }: FloorComparison,
  context: RowContext,
): Promise<Bar[]> {
  const outcomes = await alternate<Variant, Outcome>(context.runs, VARIANTS, async (variant, run, sofar) => {
    const frameBytes = Math.round(sofar.tickwall?.bytesPerFrame ?? 0)
    const measured = await (variant === 'tickwall'
      ? runTrial({ server: 'tickwall', dialect: codec, load }, context)
      : runTrial({ server: 'floor', dialect: 'plain', load, frameBytes, pattern: variant }, context))
    tell(context, row, `run ${run}, ${codec}, ${variant}`, measured)
    return measured
  })
  const { tickwall, burst, spread } = outcomes
  const cost = ({ cpuUsPerFrame }: Outcome): number => cpuUsPerFrame
  const frame = what(medianOf(tickwall, ({ bytesPerFrame }) => bytesPerFrame))
  const ratio = medianRatio(tickwall, burst, cost)
  const share = medianOf(tickwall, (outcome) => outcome.share)
  return [
    bar(`${frame}: CPU a frame, whole process, against plain writes of the same bytes`, ratio, '×', 'lower', limit),
    bar(
      `${frame}: the same against plain writes that are spread as ours are`,
      medianRatio(tickwall, spread, cost),
      '×',
      'lower',
    ),
    bar(`${frame}: CPU a frame, Tickwall`, medianOf(tickwall, cost), 'µs', 'lower'),
    bar(`${frame}: CPU a frame, plain writes`, medianOf(burst, cost), 'µs', 'lower'),
    bar(`${frame}: CPU a frame, plain writes, spread`, medianOf(spread, cost), 'µs', 'lower'),
    bar(`${frame}: frames received of frames due`, share, '×', 'higher'),
  ]
}
