import { crowd, crowdOptions, prepare, scheduleOf, type Setup } from '../lib/crowd.ts'
import { baseUrl, crowdSize } from '../lib/parameters.ts'
import { summaryOf } from '../lib/summary.ts'
import { everyServerServed, noWrongData, statesWereCompared } from '../lib/thresholds.ts'

/** 500 sockets × 20 topics for half a minute: does the whole way work, through every gateway, without a hole? */
const size = crowdSize({ connections: 500, seconds: 30, rampMs: 5000 })
const schedule = scheduleOf(size)

export const options = crowdOptions('smoke', size.vus, schedule.endMs, {
  ...noWrongData,
  ...statesWereCompared,
  // Nobody may be refused or dropped at this size.
  lost_sockets: ['count==0'],
  live_sockets: [`count==${size.connections}`],
  // Two flush intervals at 2 Hz, and half a second for a machine that runs the whole stack beside the load.
  tick_age_ms: ['p(99)<1500'],
  // A page must show its prices within the time in which a person notices nothing.
  time_to_snapshot_ms: ['p(95)<1000'],
  ...everyServerServed(),
})

export const setup = prepare

export default function smoke(found: Setup): void {
  crowd(found, { size, schedule })
}

export const handleSummary = summaryOf(
  `smoke: ${size.connections} sockets × ${size.topics} topics at ${size.maxHz} Hz against ${baseUrl}`,
  { scenario: 'smoke', ...size, ...schedule },
)
