import { crowdOptions, prepare, scheduleOf, type Setup } from '../lib/crowd.ts'
import { baseUrl, crowdSize } from '../lib/parameters.ts'
import { restlessCrowd } from '../lib/restless.ts'
import { summaryOf } from '../lib/summary.ts'
import { everyServerServed, noWrongData, statesWereCompared } from '../lib/thresholds.ts'

/** Half an hour of 1,000 sockets of which some come, go and turn pages: does anything grow? What grows is judged by the runner, from the processes. */
const size = crowdSize({ connections: 1000, seconds: 1800 })
const schedule = scheduleOf(size)
/** Everybody does something every 20 s, and leaves every three minutes or so. */
const EVERY_MS = 20_000
const LEAVES_EVERY = 10

export const options = crowdOptions('soak', size.vus, schedule.endMs, {
  ...noWrongData,
  ...statesWereCompared,
  lost_sockets: ['count==0'],
  live_sockets: [`count==${size.connections}`],
  // As in churn: up to a second is the wait for the flush of those at 1 Hz.
  tick_age_ms: ['p(99)<=1500'],
  ...everyServerServed(),
})

export const setup = prepare

export default function soak(found: Setup): void {
  restlessCrowd(found, size, schedule, { everyMs: EVERY_MS, leavesEvery: LEAVES_EVERY })
}

export const handleSummary = summaryOf(
  `soak: ${size.connections} sockets × ${size.topics} topics at ${size.maxHz} Hz for ${size.seconds} s against ${baseUrl}`,
  { scenario: 'soak', ...size, ...schedule },
)
