import type { Bar } from '../report/index.js'
import type { Stack, StackOptions } from '../stack/start-stack.js'
import type { AnnouncedPlan } from './announced-plan.js'
import { keepSlowReaders } from './readers/slow-readers.js'
import { restartInTurn } from './restart-in-turn.js'
import type { RunSummary } from './run-summary.js'
import type { Sample } from './sampling/sampler.js'
import { rampVerdict } from './verdicts/knee.js'
import { slowConsumerBars, soakBars, stormBars } from './verdicts/steadiness.js'

export interface Verdict {
  readonly bars: readonly Bar[]
  readonly remarks: readonly string[]
}

/** What a scenario's company works with. */
export interface Happening {
  /** Null: the server is not the runner's. */
  readonly stack: Stack | null
  readonly url: string
  /** What the scenario says of itself as it starts; never resolves for one that says nothing. */
  readonly plan: Promise<AnnouncedPlan>
  readonly say: (line: string) => void
  /** Aborted as the load ends. */
  readonly signal: AbortSignal
}

/** What the runner does for a scenario beyond starting k6. */
export interface ScenarioPlan {
  /** How its stack differs from docker-compose.yml's. */
  readonly stack?: Pick<StackOptions, 'producerArgs' | 'gatewayEnv'>
  /** Quotes that its market has at least. */
  readonly leastQuotes?: number
  /** What goes on beside k6 while the load runs. */
  readonly during?: (happening: Happening) => Promise<void>
  /** Rows that the scenario's thresholds cannot say. */
  readonly verdict?: (summary: RunSummary, samples: readonly Sample[], cores: number) => Verdict
  /** Measures that the verdict tells better. */
  readonly without?: RegExp
}

/** Every scenario's limits of the gateway: those per address would refuse a crowd that comes from sixteen addresses. */
export const RUN_LIMITS = {
  LIMIT_CONNECTIONS: '50000',
  LIMIT_CONNECTIONS_PER_ADDRESS: '0',
  LIMIT_CONNECTIONS_PER_USER: '0',
  LIMIT_CONNECTION_RATE: '0',
}

const bars = (rows: readonly Bar[]): Verdict => ({ bars: rows, remarks: [] })

const plans: Readonly<Record<string, ScenarioPlan>> = {
  ramp: { verdict: rampVerdict, without: /^tick_age/ },
  burst: { stack: { producerArgs: ['recorded', '--speed', '10', '--loop'] }, leastQuotes: 1 },
  'reconnect-storm': { verdict: (summary, samples) => bars(stormBars(summary, samples)), without: /^tick_age_ms$/ },
  'rolling-restart': {
    during: async ({ stack, say, signal }) => (stack === null ? undefined : restartInTurn(stack, say, signal)),
  },
  'slow-consumer': {
    during: async ({ url, plan, signal }) => {
      const { startAtMs, slow = 0, slowAtMs = 0, endMs = 0, topics = 0, maxHz = 1 } = await plan
      const [fromMs, toMs] = [startAtMs + slowAtMs, startAtMs + endMs]
      await keepSlowReaders({ url, count: slow, topics, maxHz, fromMs, toMs, signal })
    },

    verdict: (summary, samples) => bars(slowConsumerBars(summary, samples)),
    without: /^tick_age_ms$/,
  },
  soak: { verdict: (summary, samples) => bars(soakBars(summary, samples)) },
}

export const planOf = (scenario: string): ScenarioPlan => plans[scenario] ?? {}
