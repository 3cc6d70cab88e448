import { bar, type Bar } from '../../report/index.js'
import { figure, type RunSummary } from '../run-summary.js'
import type { Sample } from '../sampling/sampler.js'
import { cpuShares, worstLoopDelayMs } from '../sampling/usage-between.js'
import { sizeOf } from '../summary-bars.js'

/** One step of a ramp, as it was once all of its connections stood. */
export interface Step {
  readonly connections: number
  readonly ageP99Ms: number
  /** Share of one core, by process; empty where the processes cannot be seen. */
  readonly cpu: Readonly<Record<string, number>>
  /** NaN where the gateways cannot be seen. */
  readonly loopDelayMs: number
}

/** What is still live: see scenarios/ramp.ts. */
const LIVE_MS = 1000
/** A thread that takes so much of a core has no more to give; Node, and each worker of Nginx, has one. */
const FULL_THREAD = 0.9
/** What is left over when a machine is full goes to its kernel and to everything else that runs on it. */
const FULL_MACHINE = 0.92

/** The steps of `ramp`, from k6's summary and from the samples of the processes meanwhile. */
export function stepsOf(summary: RunSummary, samples: readonly Sample[]): Step[] {
  const { connections, stepConnections, stepMs, holdMs } = summary.plan
  const each = Number(stepConnections)
  const startMs = summary.setup_data?.startAtMs ?? NaN
  return Array.from({ length: Math.ceil(connections / each) }, (_, index) => {
    const toMs = startMs + (index + 1) * Number(stepMs)
    const stretch = { fromMs: toMs - Number(holdMs), toMs }
    return {
      connections: Math.min((index + 1) * each, connections),
      ageP99Ms: figure(summary, `tick_age_step_${index + 1}_ms`, 'p(99)'),
      cpu: cpuShares(samples, stretch),
      loopDelayMs: worstLoopDelayMs(samples, stretch),
    }
  })
}

/** The first step that is no longer live, or null when all are. */
export const knee = (steps: readonly Step[]): Step | null =>
  steps.find(({ ageP99Ms }) => !(ageP99Ms <= LIVE_MS)) ?? null

const percent = (share: number): string => `${Math.round(share * 100)} %`

/** What a step spends, the largest part first. */
const spent = (cpu: Step['cpu']): string =>
  Object.entries(cpu)
    .sort(([, a], [, b]) => b - a)
    .map(([name, share]) => `${name} ${percent(share)}`)
    .join(', ')

/**
 * What the processor tells about a step: that the whole machine is full, or which process is.
 * @param cores of the machine that everything runs on
 */
export function limitOf({ cpu }: Step, cores: number): string {
  const entries = Object.entries(cpu)
  if (entries.length === 0) return 'the processes could not be seen'
  const total = entries.reduce((sum, [, share]) => sum + share, 0)
  const full = entries.filter(([name, share]) => name.startsWith('gateway') && share >= FULL_THREAD)
  if (full.length > 0) return `${full.map(([name]) => name).join(' and ')}: the one thread of a gateway is full`
  if (total >= cores * FULL_MACHINE) return `the processor: all ${cores} cores are taken`
  const [name, share] = entries.reduce((most, entry) => (entry[1] > most[1] ? entry : most))
  return `no process by itself; most is taken by ${name} (${percent(share)} of a core)`
}

/** The rows of `ramp`, and a sentence a step. */
export function rampVerdict(
  summary: RunSummary,
  samples: readonly Sample[],
  cores: number,
): { readonly bars: readonly Bar[]; readonly remarks: readonly string[] } {
  const steps = stepsOf(summary, samples)
  const size = sizeOf(summary)
  const broken = knee(steps)
  const held = steps.slice(0, broken === null ? steps.length : steps.indexOf(broken)).at(-1)
  const hasGaps = figure(summary, 'frame_gaps', 'count') > 0 || figure(summary, 'lost_sockets', 'count') > 0
  const promised = Math.min(Number(summary.plan['promised'] ?? 0), summary.plan.connections)
  return {
    bars: [
      bar(
        `${size}: connections held with a tick age p99 of at most ${LIVE_MS} ms and no gap`,
        hasGaps ? 0 : (held?.connections ?? 0),
        '',
        'higher',
        promised,
      ),
      ...steps.map(({ connections, ageP99Ms }) =>
        bar(
          `${size}: tick age p99 at ${connections}`,
          ageP99Ms,
          'ms',
          'lower',
          connections <= promised ? LIVE_MS : null,
        ),
      ),
    ],
    remarks: [
      broken === null
        ? `No knee up to ${steps.at(-1)?.connections ?? 0} connections.`
        : `The knee is at ${broken.connections} connections. What limits: ${limitOf(broken, cores)}.`,
      ...steps.map(
        (step) =>
          `${step.connections} connections: p99 ${Math.round(step.ageP99Ms)} ms; event loop of the slower gateway ${Math.round(step.loopDelayMs)} ms at p99; cores: ${spent(step.cpu)}.`,
      ),
    ],
  }
}
