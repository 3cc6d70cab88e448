import type { Load } from '../feed/load.js'
import type { RowContext } from '../row.js'
import { medianOf, medianRatio } from '../report/statistics.js'
import { alternate } from './alternate.js'
import type { Codec } from './codecs.js'
import { tell } from './tell.js'
import { runTrial, type Outcome } from './trial.js'

/** What Tickwall's frames cost beside plain writes of the same bytes. */
export interface AgainstFloor {
  /** CPU per frame of Tickwall over that of the floor. */
  readonly ratio: number
  /** µs of CPU. */
  readonly tickwall: number
  readonly floor: number
  readonly bytesPerFrame: number
  readonly share: number
}

/** Measures both in turn; the floor writes as many bytes a frame as Tickwall did in the same run. */
export async function againstFloor(row: string, load: Load, codec: Codec, context: RowContext): Promise<AgainstFloor> {
  const outcomes = await alternate<'tickwall' | 'floor', Outcome>(
    context.runs,
    ['tickwall', 'floor'],
    async (server, run, sofar) => {
      const frameBytes = Math.round(sofar.tickwall?.bytesPerFrame ?? 0)
      const dialect = server === 'floor' ? 'plain' : codec
      const measured = await runTrial({ server, dialect, load, frameBytes }, context)
      tell(context, row, `run ${run}, ${codec}, ${server}`, measured)
      return measured
    },
  )
  const { tickwall, floor } = outcomes
  const cost = ({ cpuUsPerFrame }: Outcome): number => cpuUsPerFrame
  return {
    ratio: medianRatio(tickwall, floor, cost),
    tickwall: medianOf(tickwall, cost),
    floor: medianOf(floor, cost),
    bytesPerFrame: medianOf(tickwall, ({ bytesPerFrame }) => bytesPerFrame),
    share: medianOf(tickwall, ({ share }) => share),
  }
}
