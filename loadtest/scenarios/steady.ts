import { crowd, crowdOptions, prepare, scheduleOf, type Setup } from '../lib/crowd.ts'
import { baseUrl, crowdSize } from '../lib/parameters.ts'
import { summaryOf } from '../lib/summary.ts'
import { everyServerServed, noWrongData, statesWereCompared } from '../lib/thresholds.ts'

/** 3,000 sockets × 20 topics at 2 Hz for ten minutes: what a day looks like when nothing happens. */
const size = crowdSize({ connections: 3000, seconds: 600 })
const schedule = scheduleOf(size)

export const options = crowdOptions('steady', size.vus, schedule.endMs, {
  ...noWrongData,
  ...statesWereCompared,
  // Nobody may be refused or dropped at a size that is planned for.
  lost_sockets: ['count==0'],
  live_sockets: [`count==${size.connections}`],
  // The wait for the flush is up to 500 ms at 2 Hz; 200 ms are for Kafka, the way, and a machine that runs the load as well.
  tick_age_ms: ['p(99)<=700'],
  // A page must show its prices within the time in which a person notices nothing.
  time_to_snapshot_ms: ['p(95)<=1000'],
  ...everyServerServed(),
})

export const setup = prepare

export default function steady(found: Setup): void {
  crowd(found, { size, schedule })
}

export const handleSummary = summaryOf(
  `steady: ${size.connections} sockets × ${size.topics} topics at ${size.maxHz} Hz for ${size.seconds} s against ${baseUrl}`,
  { scenario: 'steady', ...size, ...schedule },
)
