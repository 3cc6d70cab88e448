import { COMPARE_MS, crowd, crowdOptions, prepare, type Setup } from '../lib/crowd.ts'
import { baseUrl, crowdSize, wholeNumber } from '../lib/parameters.ts'
import { phasedAges, type Phase } from '../lib/phases.ts'
import { summaryOf } from '../lib/summary.ts'
import { everyServerServed, noWrongData, statesWereCompared } from '../lib/thresholds.ts'

/**
 * 0 to 8,000 sockets × 20 topics at 2 Hz, a step at a time: where is the knee? Every step has a measure of its own, `tick_age_step_<n>_ms`;
 * what limits is told by the runner, which samples the processes meanwhile.
 */
const size = crowdSize({ connections: 8000, seconds: 15 })
/** Connections a step. */
const step = wholeNumber('STEP', 1000)
/** 250 handshakes a second: more would measure handshakes. */
const openMs = Math.ceil(step * 4)
/** What opening left behind is over by then. */
const settleMs = 3000
const stepMs = openMs + settleMs + size.seconds * 1000
const steps = Math.ceil(size.connections / step)
/** Up to here the promise holds; what lies beyond is looked at, not promised. */
const promised = wholeNumber('PROMISED', 5000, 0)

const phases: Phase[] = Array.from({ length: steps }, (_, i) => ({
  name: `step_${i + 1}`,
  fromMs: i * stepMs + openMs + settleMs,
  toMs: (i + 1) * stepMs,
}))
const takeAge = phasedAges(phases)
const schedule = { measuredFromMs: 0, measuredToMs: steps * stepMs, endMs: steps * stepMs + COMPARE_MS }

export const options = crowdOptions('ramp', size.vus, schedule.endMs, {
  ...noWrongData,
  ...statesWereCompared,
  lost_sockets: ['count==0'],
  live_sockets: [`count==${size.connections}`],
  // Half a second is the wait for the flush at 2 Hz; as much again for everything else is what a person still calls live.
  ...Object.fromEntries(
    phases
      .filter((_, i) => Math.min((i + 1) * step, size.connections) <= promised)
      .map(({ name }) => [`tick_age_${name}_ms`, ['p(99)<=1000']]),
  ),
  ...everyServerServed(),
})

export const setup = prepare

export default function ramp(found: Setup): void {
  crowd(found, {
    size,
    schedule,
    openAtMs: (index) => Math.floor(index / step) * stepMs + ((index % step) / step) * openMs,
    clientOptions: () => ({
      tellAge: (ageMs, nowMs) => {
        takeAge(ageMs, nowMs - found.startAtMs)
      },
    }),
  })
}

export const handleSummary = summaryOf(
  `ramp: 0 to ${size.connections} sockets × ${size.topics} topics at ${size.maxHz} Hz, ${steps} steps of ${size.seconds} s, against ${baseUrl}`,
  { scenario: 'ramp', ...size, ...schedule, stepConnections: step, stepMs, holdMs: size.seconds * 1000, promised },
)
