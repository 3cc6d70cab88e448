import { COMPARE_MS, crowd, crowdOptions, prepare, type Setup } from '../lib/crowd.ts'
import { baseUrl, crowdSize, wholeNumber } from '../lib/parameters.ts'
import { phasedAges } from '../lib/phases.ts'
import { summaryOf } from '../lib/summary.ts'
import { noWrongData, statesWereCompared } from '../lib/thresholds.ts'

/**
 * 3,000 clients are cut off at one moment and come back as links do: after a random part of half a second, with their positions. Some
 * others are left in peace: what do they notice?
 */
const size = crowdSize({ connections: 3000, seconds: 30 })
const untouched = wholeNumber('UNTOUCHED', Math.max(1, Math.round(size.connections / 10)))
const all = { ...size, connections: size.connections + untouched }
/** One in so many is left in peace, evenly over engines and networks. */
const every = Math.max(2, Math.floor(all.connections / untouched))
const isUntouched = (index: number): boolean => index % every === 0 && index / every < untouched

const calmFromMs = size.rampMs + 3000
const cutAtMs = calmFromMs + size.seconds * 1000
/** All must be back by then. */
const STORM_MS = 10_000
const takeAge = phasedAges([
  { name: 'untouched_calm', fromMs: calmFromMs, toMs: cutAtMs },
  { name: 'untouched_storm', fromMs: cutAtMs, toMs: cutAtMs + STORM_MS },
])
const measuredToMs = cutAtMs + STORM_MS + 10_000
const schedule = { measuredFromMs: calmFromMs, measuredToMs, endMs: measuredToMs + COMPARE_MS }

export const options = crowdOptions('reconnect_storm', size.vus, schedule.endMs, {
  ...noWrongData,
  ...statesWereCompared,
  lost_sockets: ['count==0'],
  live_sockets: [`count==${all.connections}`],
  returned_sockets: [`count==${size.connections}`],
  // Longer than that a person reaches for the reload button, which makes the storm worse.
  back_ms: [`max<=${STORM_MS}`],
  // Nobody is found behind the server's window: what is owed to those who come back delays no one's frames by so much.
  degraded: ['count==0'],
})

export const setup = prepare

export default function reconnectStorm(found: Setup): void {
  const { watchers, at } = crowd(found, {
    size: all,
    schedule,
    clientOptions: (index) => ({
      returns: !isUntouched(index),
      tellAge: (ageMs) => {
        if (isUntouched(index)) takeAge(ageMs, Date.now() - found.startAtMs)
      },
    }),
  })
  at(cutAtMs, () => {
    for (const watcher of watchers) if (watcher.returns) watcher.cut()
  })
}

export const handleSummary = summaryOf(
  `reconnect-storm: ${size.connections} of ${all.connections} sockets × ${size.topics} topics at ${size.maxHz} Hz cut at once, against ${baseUrl}`,
  { scenario: 'reconnect-storm', ...size, ...schedule },
)
