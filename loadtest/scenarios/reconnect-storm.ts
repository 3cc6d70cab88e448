import { announce } from '../lib/announce.ts'
import { COMPARE_MS, crowd, crowdOptions, prepare, type Setup } from '../lib/crowd.ts'
import { baseUrl, crowdSize, wholeNumber } from '../lib/parameters.ts'
import { summaryOf } from '../lib/summary.ts'
import { noWrongData, statesWereCompared } from '../lib/thresholds.ts'

/**
 * 3,000 clients are cut off at one moment and come back as links do: after a random part of half a second, with their positions. Some
 * others are left in peace: what do they notice? Those are a process beside k6 (tools/src/load/readers/bystanders), for its engines are busy
 * with the storm.
 */
const size = crowdSize({ connections: 3000, seconds: 30 })
const untouched = wholeNumber('UNTOUCHED', Math.max(1, Math.round(size.connections / 10)))

const calmFromMs = size.rampMs + 3000
const cutAtMs = calmFromMs + size.seconds * 1000
/** All must be back by then. */
const STORM_MS = 10_000
const stormEndMs = cutAtMs + STORM_MS
const measuredToMs = stormEndMs + 10_000
const schedule = { measuredFromMs: calmFromMs, measuredToMs, endMs: measuredToMs + COMPARE_MS }

export const options = crowdOptions('reconnect_storm', size.vus, schedule.endMs, {
  ...noWrongData,
  ...statesWereCompared,
  lost_sockets: ['count==0'],
  live_sockets: [`count==${size.connections}`],
  returned_sockets: [`count==${size.connections}`],
  // Longer than that a person reaches for the reload button, which makes the storm worse.
  back_ms: [`max<=${STORM_MS}`],
  // Nobody is found behind the server's window: what is owed to those who come back delays no one's frames by so much.
  degraded: ['count==0'],
})

export const setup = (): Setup =>
  announce(prepare(), { untouched, topics: size.topics, maxHz: size.maxHz, calmFromMs, cutAtMs, stormEndMs })

export default function reconnectStorm(found: Setup): void {
  const { watchers, at } = crowd(found, { size, schedule, clientOptions: () => ({ returns: true }) })
  at(cutAtMs, () => {
    for (const watcher of watchers) watcher.cut()
  })
}

export const handleSummary = summaryOf(
  `reconnect-storm: ${size.connections} sockets × ${size.topics} topics at ${size.maxHz} Hz cut at once, ${untouched} left in peace, against ${baseUrl}`,
  { scenario: 'reconnect-storm', ...size, ...schedule },
)
