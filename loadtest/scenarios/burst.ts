import { crowd, crowdOptions, prepare, scheduleOf, type Setup } from '../lib/crowd.ts'
import { baseUrl, crowdSize } from '../lib/parameters.ts'
import { summaryOf } from '../lib/summary.ts'
import { everyServerServed, noWrongData } from '../lib/thresholds.ts'

/**
 * 1,000 sockets watch a recorded market at ten times its speed: few instruments, each with hundreds of ticks a second. The runner's own
 * stack plays the recording; give an address of yours a market like that. Conflation is what is tested: see `trades_per_update`.
 */
const size = crowdSize({ connections: 1000, seconds: 60 })
const schedule = scheduleOf(size)

export const options = crowdOptions('burst', size.vus, schedule.endMs, {
  // No `checked_states`: in such a market no topic rests long enough to be compared for sure.
  ...noWrongData,
  lost_sockets: ['count==0'],
  live_sockets: [`count==${size.connections}`],
  // However many ticks there are, frames are as many as ever: a burst must not be felt.
  tick_age_ms: ['p(99)<=700'],
  // At least two trades in the median update: without conflation there would be no burst to stand.
  trades_per_update: ['med>=2'],
  ...everyServerServed(),
})

export const setup = prepare

export default function burst(found: Setup): void {
  crowd(found, { size, schedule })
}

export const handleSummary = summaryOf(
  `burst: ${size.connections} sockets × ${size.topics} topics at ${size.maxHz} Hz for ${size.seconds} s against ${baseUrl}`,
  { scenario: 'burst', ...size, ...schedule },
)
