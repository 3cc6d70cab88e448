import exec from 'k6/execution'
import { announce } from '../lib/announce.ts'
import { crowd, crowdOptions, prepare, scheduleOf, type Setup } from '../lib/crowd.ts'
import { baseUrl, crowdSize } from '../lib/parameters.ts'
import { poll } from '../lib/poller.ts'
import { summaryOf } from '../lib/summary.ts'
import { noWrongData, statesWereCompared } from '../lib/thresholds.ts'
import { topicsOf } from '../lib/topics.ts'

/**
 * 1,000 clients of all kinds at once: 40 % WebSocket JSON, 30 % WebSocket binary, 20 % long polls, 10 % event streams. k6 reads no event streams, so
 * those are the runner's (tools/src/load/readers); its rows tell of them.
 */
const size = crowdSize({ connections: 1000, seconds: 60 })
const schedule = scheduleOf(size)
const webSockets = { ...size, connections: Math.round(size.connections * 0.7) }
const pollers = Math.round(size.connections * 0.2)
const streams = size.connections - webSockets.connections - pollers
/** Four of seven WebSockets speak JSON. */
const speaksJson = (index: number): boolean => index % 7 < 4

export const options = crowdOptions('mixed', size.vus, schedule.endMs, {
  ...noWrongData,
  ...statesWereCompared,
  lost_sockets: ['count==0'],
  live_sockets: [`count==${webSockets.connections}`],
  failed_polls: ['count==0'],
  polls: [`count>=${pollers * size.seconds * 0.5}`],
  // As in steady, for all ways alike: no client is worse off for what stands between it and the server.
  tick_age_ms: ['p(99)<=700'],
  // A request a frame: twice the way, and a handler each.
  tick_age_poll_ms: ['p(99)<=1000'],
})

export const setup = (): Setup =>
  announce(prepare(), {
    ...{ streams, topics: size.topics, maxHz: size.maxHz },
    fromMs: schedule.measuredFromMs,
    toMs: schedule.measuredToMs,
  })

export default function mixed(found: Setup): void {
  const { at } = crowd(found, {
    size: webSockets,
    schedule,
    clientOptions: (index) => (speaksJson(index) ? {} : { codec: 'binary', decodes: false }),
  })
  const vu = exec.vu.idInTest - 1
  for (let client = vu; client < pollers; client += size.vus) {
    at((client / pollers) * size.rampMs, () => {
      void poll({
        topics: topicsOf(size.firstClient + client, found.names, size.topics),
        maxHz: size.maxHz,
        clockOffsetMs: found.clockOffsetMs,
        untilMs: found.startAtMs + schedule.measuredToMs,
      })
    })
  }
}

export const handleSummary = summaryOf(
  `mixed: ${webSockets.connections} WebSockets, ${pollers} pollers, ${streams} event streams × ${size.topics} topics at ${size.maxHz} Hz, against ${baseUrl}`,
  { scenario: 'mixed', ...size, ...schedule, pollers, streams },
)
