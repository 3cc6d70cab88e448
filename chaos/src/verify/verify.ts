import type { ClientHistory } from '../history/client-history.js'
import type { KeptLog } from '../log/kept-log.js'
import { ClientCheck } from './client-check.js'
import { Epochs } from './epochs.js'
import { freshness, type Disturbance, type Recovery } from './freshness.js'
import { neededOffsets } from './needed-offsets.js'
import { Truth } from './truth.js'
import type { Violation } from './violation.js'

/** What a run left behind. */
export interface Run {
  readonly histories: readonly ClientHistory[]
  readonly log: KeptLog
  readonly disturbances: readonly Disturbance[]
}

export interface Verdict {
  readonly violations: readonly Violation[]
  readonly frames: number
  /** States that were compared with the fold of the log. */
  readonly compared: number
  readonly records: number
  readonly recoveries: readonly Recovery[]
}

/** Holds everything that the clients of a run were sent against the log. Pure; some seconds for a run of a minute. */
export function verify({ histories, log, disturbances }: Run): Verdict {
  const topics = [...new Set(histories.flatMap((history) => history.topics))]
  const truth = new Truth(log, topics, neededOffsets(histories))
  const epochs = new Epochs()
  const checks = histories.map((history) => ({ history, check: new ClientCheck(history, truth, epochs) }))
  for (const { check } of checks) check.run()
  const doubles = epochs.doubles().map(([one, other]): Violation => ({
    client: 'all',
    rule: 'POS1',
    what: `one partition of one log has the epochs "${one}" and "${other}"`,
    atMs: null,
  }))
  const { recoveries, violations } = freshness(
    checks.map(({ history, check }) => ({ name: history.name, held: [...check.held.values()] })),
    truth,
    epochs,
    disturbances,
  )
  return {
    violations: [...checks.flatMap(({ check }) => check.violations), ...doubles, ...violations],
    frames: checks.reduce((sum, { check }) => sum + check.frames, 0),
    compared: checks.reduce((sum, { check }) => sum + check.compared, 0),
    records: log.reduce((sum, { partitions }) => sum + partitions.reduce((all, each) => all + each.length, 0), 0),
    recoveries,
  }
}
