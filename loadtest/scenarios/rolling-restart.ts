import { crowd, crowdOptions, prepare, scheduleOf, type Setup } from '../lib/crowd.ts'
import { baseUrl, crowdSize } from '../lib/parameters.ts'
import { summaryOf } from '../lib/summary.ts'
import { noWrongData, statesWereCompared } from '../lib/thresholds.ts'

/**
 * 3,000 clients at rest while the gateways are drained and started anew, one after the other. The runner restarts those of a stack of its
 * own; against an address of yours restart them yourself meanwhile.
 */
const size = crowdSize({ connections: 3000, seconds: 120 })
const schedule = scheduleOf(size)

export const options = crowdOptions('rolling_restart', size.vus, schedule.endMs, {
  ...noWrongData,
  ...statesWereCompared,
  // A drain announces every end: one that came without is a connection that was lost.
  lost_sockets: ['count==0'],
  live_sockets: [`count==${size.connections}`],
  // Each client is of a gateway that was restarted; some are twice.
  returned_sockets: [`count>=${size.connections}`],
  // A refused attempt and the next one, with the jitter between them, and the delta: more is a stampede.
  back_late_ms: ['max<=2000'],
})

export const setup = prepare

export default function rollingRestart(found: Setup): void {
  crowd(found, { size, schedule, clientOptions: () => ({ returns: true }) })
}

export const handleSummary = summaryOf(
  `rolling-restart: ${size.connections} sockets × ${size.topics} topics at ${size.maxHz} Hz, against ${baseUrl}`,
  { scenario: 'rolling-restart', ...size, ...schedule },
)
