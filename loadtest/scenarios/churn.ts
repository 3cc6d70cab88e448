import { crowdOptions, prepare, scheduleOf, type Setup } from '../lib/crowd.ts'
import { baseUrl, crowdSize, wholeNumber } from '../lib/parameters.ts'
import { restlessCrowd } from '../lib/restless.ts'
import { summaryOf } from '../lib/summary.ts'
import { everyServerServed, noWrongData, statesWereCompared } from '../lib/thresholds.ts'

/** 1,000 clients that never rest: each second half of them takes or gives back topics or changes its rate, a twentieth leaves and comes back. */
const size = crowdSize({ connections: 1000, seconds: 120 })
const schedule = scheduleOf(size)
const everyMs = wholeNumber('EVERY_MS', 2000)
const leavesEvery = wholeNumber('LEAVES_EVERY', 10)

export const options = crowdOptions('churn', size.vus, schedule.endMs, {
  // Those who join are brought in step with others all the time: exactly where holes would come from.
  ...noWrongData,
  ...statesWereCompared,
  lost_sockets: ['count==0'],
  live_sockets: [`count==${size.connections}`],
  returned_sockets: ['count>0'],
  // The rate is 2 Hz and at times 1: up to a second is the wait for the flush.
  tick_age_ms: ['p(99)<=1500'],
  // A page that is turned must be there when the eye is.
  time_to_snapshot_ms: ['p(95)<=1000'],
  // The first wait of a link is at most half a second.
  back_ms: ['p(95)<=2000'],
  ...everyServerServed(),
})

export const setup = prepare

export default function churn(found: Setup): void {
  restlessCrowd(found, size, schedule, { everyMs, leavesEvery })
}

export const handleSummary = summaryOf(
  `churn: ${size.connections} restless sockets × ${size.topics} topics at ${size.maxHz} Hz for ${size.seconds} s against ${baseUrl}`,
  { scenario: 'churn', ...size, ...schedule },
)
