import { readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { temporaryFolder } from '../local/temporary-folder.js'
import { k6 } from '../provision/k6.js'
import { provision } from '../provision/provision.js'
import { machine, type Report } from '../report/index.js'
import { startStack, type Stack } from '../stack/start-stack.js'
import { readAnnouncement, type AnnouncedPlan } from './announced-plan.js'
import type { RunOptions } from './load-options.js'
import { runScenario } from './run-scenario.js'
import type { RunSummary } from './run-summary.js'
import { sampleStack, type Sample } from './sampling/sampler.js'
import { planOf, RUN_LIMITS, type ScenarioPlan, type Verdict } from './scenario-plan.js'
import { summaryBars } from './summary-bars.js'
import { untilLive } from './until-live.js'
import { processBars } from './verdicts/steadiness.js'

export interface LoadRun {
  readonly report: Report
  readonly title: string
  readonly summary: RunSummary
  readonly samples: readonly Sample[]
  /** k6's: 99 when a threshold was crossed. */
  readonly code: number
}

export interface LoadOrder {
  readonly scenario: string
  readonly options: RunOptions
  /** As it was typed, for the report. */
  readonly command: string
  readonly say: (line: string) => void
}

/** Runs a scenario against the given server, or against a stack of its own, which is ended afterwards. Rejects when k6 wrote no summary. */
export async function runLoad({ scenario, options, command, say }: LoadOrder): Promise<LoadRun> {
  await provision([k6])
  const [busyBefore = 0] = loadavg()
  const plan = planOf(scenario)
  const withLoad = (run: LoadRun): LoadRun => ({
    ...run,
    report: { ...run.report, remarks: [...run.report.remarks, loadRemark(busyBefore)] },
  })
  if (options.url !== null) return withLoad(await drive({ scenario, options, command, say }, plan, options.url, null))
  say(
    `limits of this run: ${Object.entries(RUN_LIMITS)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ')}`,
  )
  const stack = await startStack({
    producer: true,
    ...plan.stack,
    gatewayEnv: { ...RUN_LIMITS, ...plan.stack?.gatewayEnv },
  })
  try {
    const token = plan.parameters?.['TOKEN']
    await untilLive(stack, {
      ...(plan.leastQuotes === undefined ? {} : { leastQuotes: plan.leastQuotes }),
      ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    })
    return withLoad(await drive({ scenario, options, command, say }, plan, stack.url, stack))
  } finally {
    await stack.stop()
  }
}

/** Figures of a machine that has other things to do are told as such. */
const loadRemark = (busyBefore: number): string =>
  `Before the run ${busyBefore.toFixed(1)} processes on average wanted one of ${cpus().length} cores.`

async function drive(
  { scenario, options, command, say }: LoadOrder,
  plan: ScenarioPlan,
  url: string,
  stack: Stack | null,
): Promise<LoadRun> {
  const folder = temporaryFolder('load')
  const file = options.summary ?? join(folder.path, 'summary.json')
  const sampler = stack === null ? null : sampleStack(stack)
  const ending = new AbortController()
  try {
    let announced: (plan: AnnouncedPlan) => void = () => undefined
    const announcement = new Promise<AnnouncedPlan>((resolve) => (announced = resolve))
    const during = plan.during?.({ stack, url, plan: announcement, say, signal: ending.signal })
    // Kept, not thrown: k6 is waited for first, and what the end cuts short is no fault.
    const company = during?.then(
      (verdict) => ({ verdict }),
      (error: unknown) => (ending.signal.aborted ? {} : { error }),
    )
    const { code, output } = await runScenario({
      scenario,
      url,
      parameters: {
        ...plan.parameters,
        ...options.parameters,
        SUMMARY: file,
        ...(stack === null ? {} : { SERVERS: stack.gateways.map((_, index) => `gateway-${index + 1}`).join(',') }),
      },
      webDashboard: options.webDashboard,
      onLine: (line) => {
        const read = readAnnouncement(line)
        if (read === null) say(line)
        else announced(read)
      },
      onStarted: (pid) => sampler?.add('k6', pid),
    })
    ending.abort()
    // What waits for an announcement that never came is not waited for.
    const told: { verdict?: Verdict | undefined; error?: unknown } =
      (await Promise.race([company, sleep(1000, {})])) ?? {}
    if (told.error !== undefined) throw told.error
    const summary = readSummary(file, output)
    const samples = sampler?.samples ?? []
    return { code: code ?? 1, ...reported({ scenario, options, command, say }, plan, summary, samples, told.verdict) }
  } finally {
    sampler?.stop()
    ending.abort()
    folder.remove()
  }
}

function readSummary(file: string, output: string): RunSummary {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunSummary
  } catch (cause) {
    throw new Error(`k6 wrote no summary; it printed:\n${output.slice(-4000)}`, { cause })
  }
}

function reported(
  { options, command }: LoadOrder,
  plan: ScenarioPlan,
  summary: RunSummary,
  samples: readonly Sample[],
  told: Verdict = { bars: [], remarks: [] },
): Omit<LoadRun, 'code'> {
  const verdict = plan.verdict?.(summary, samples, cpus().length) ?? { bars: [], remarks: [] }
  const { bars, ...report } = reportOf(summary, command, plan.without)
  const limits = Object.entries(RUN_LIMITS).map(([name, value]) => `${name}=${value}`)
  return {
    ...{ title: summary.title, summary, samples },
    report: {
      ...report,
      bars: [...verdict.bars, ...told.bars, ...bars, ...processBars(summary, samples)],
      remarks: [
        ...verdict.remarks,
        ...told.remarks,
        options.url === null
          ? `Kafka, two gateways, Nginx, the producer and k6 shared the machine. Limits of the run: ${limits.join(', ')}.`
          : 'The server was not started by the runner: its processes were not sampled, and its limits are its own.',
      ],
    },
  }
}

/** What k6 measured, without what only the runner of a stack of its own knows. */
export const reportOf = (summary: RunSummary, command: string, without?: RegExp): Report => ({
  date: new Date().toISOString().slice(0, 10),
  machine: machine(),
  command,
  runs: 1,
  bars: summaryBars(summary, without),
  remarks: [],
})
