import { announce } from '../lib/announce.ts'
import { COMPARE_MS, crowd, crowdOptions, prepare, type Setup } from '../lib/crowd.ts'
import { baseUrl, crowdSize, wholeNumber } from '../lib/parameters.ts'
import { phasedAges } from '../lib/phases.ts'
import { summaryOf } from '../lib/summary.ts'
import { noWrongData, statesWereCompared } from '../lib/thresholds.ts'

/**
 * 3,000 sockets of which one in twenty does not read, or reads 2 KB a second. k6 reads every socket as fast as it can and has no way not to, so
 * the slow ones are a process beside it (tools/src/load/slow-readers); these are the others: do they notice?
 */
const size = crowdSize({ connections: 3000, seconds: 300 })
const slow = wholeNumber('SLOW', Math.round(size.connections / 20), 0)
const others = { ...size, connections: size.connections - slow }
/** Before the slow ones come, ms. */
const calmMs = wholeNumber('CALM_MS', 60_000)

const calmFromMs = size.rampMs + 3000
/** The slow ones have come, and have stopped reading, by then. */
const slowFromMs = calmFromMs + calmMs + 10_000
const measuredToMs = slowFromMs + size.seconds * 1000
const schedule = { measuredFromMs: calmFromMs, measuredToMs, endMs: measuredToMs + COMPARE_MS }
const takeAge = phasedAges([
  { name: 'calm', fromMs: calmFromMs, toMs: calmFromMs + calmMs },
  { name: 'slow', fromMs: slowFromMs, toMs: measuredToMs },
])

export const options = crowdOptions('slow_consumer', size.vus, schedule.endMs, {
  ...noWrongData,
  ...statesWereCompared,
  // Those who read must not be taken for those who do not.
  lost_sockets: ['count==0'],
  degraded: ['count==0'],
  live_sockets: [`count==${others.connections}`],
  // As in steady; that it does not change is judged by the runner, against the calm before.
  tick_age_slow_ms: ['p(99)<=700'],
})

export const setup = (): Setup =>
  announce(prepare(), {
    slow,
    slowAtMs: calmFromMs + calmMs,
    endMs: measuredToMs,
    topics: size.topics,
    maxHz: size.maxHz,
  })

export default function slowConsumer(found: Setup): void {
  crowd(found, {
    size: others,
    schedule,
    clientOptions: () => ({
      tellAge: (ageMs, nowMs) => {
        takeAge(ageMs, nowMs - found.startAtMs)
      },
    }),
  })
}

export const handleSummary = summaryOf(
  `slow-consumer: ${slow} of ${size.connections} sockets × ${size.topics} topics at ${size.maxHz} Hz read slowly or not at all, against ${baseUrl}`,
  { scenario: 'slow-consumer', ...size, ...schedule, slow, slowFromMs },
)
