import { randomBytes } from 'node:crypto'
import type { Bar } from '../report/index.js'
import type { Stack, StackOptions } from '../stack/start-stack.js'
import type { AnnouncedPlan } from './announced-plan.js'
import { bystanderBars, watchBystanders } from './readers/bystanders.js'
import { readEventStreams } from './readers/event-streams.js'
import { keepSlowReaders } from './readers/slow-readers.js'
import { restartInTurn } from './restart-in-turn.js'
import type { RunSummary } from './run-summary.js'
import type { Sample } from './sampling/sampler.js'
import { tokensFor } from './tokens.js'
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
  readonly stack?: Pick<StackOptions, 'producerArgs'> & { readonly gatewayEnv?: Readonly<Record<string, string>> }
  /** Quotes that its market has at least. */
  readonly leastQuotes?: number
  /** Parameters that the runner makes; those given win. */
  readonly parameters?: Readonly<Record<string, string>>
  /** What goes on beside k6 while the load runs. */
  readonly during?: (happening: Happening) => Promise<Verdict | undefined>
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

const plans: Readonly<Record<string, () => ScenarioPlan>> = {
  ramp: () => ({ verdict: rampVerdict, without: /^tick_age/ }),
  burst: () => ({ stack: { producerArgs: ['recorded', '--speed', '10', '--loop'] }, leastQuotes: 1 }),
  'reconnect-storm': () => ({
    during: async ({ url, plan, signal }) => {
      const {
        startAtMs,
        untouched = 0,
        topics = 0,
        maxHz = 1,
        calmFromMs = 0,
        cutAtMs = 0,
        stormEndMs = 0,
      } = await plan
      const times = { calmFromMs: startAtMs + calmFromMs, cutAtMs: startAtMs + cutAtMs, toMs: startAtMs + stormEndMs }
      const crowd = { url, count: untouched, topics, maxHz, fromMs: startAtMs, ...times, signal }
      return bars(bystanderBars(await watchBystanders(crowd), untouched))
    },
    verdict: (summary, samples) => bars(stormBars(summary, samples)),
    without: /^tick_age_ms$/,
  }),
  'rolling-restart': () => ({
    // Closes are spread over half of it: 100 a second of 3,000. By the defaults it would be 750, each of which takes k6 milliseconds.
    stack: { gatewayEnv: { DRAIN_MS: '60000', DRAIN_SPREAD_MS: '10000' } },
    during: async ({ stack, say, signal }) => {
      if (stack !== null) await restartInTurn(stack, say, signal)
      return undefined
    },
  }),
  'slow-consumer': () => ({
    during: async ({ url, plan, signal }) => {
      const { startAtMs, slow = 0, slowAtMs = 0, endMs = 0, topics = 0, maxHz = 1 } = await plan
      const [fromMs, toMs] = [startAtMs + slowAtMs, startAtMs + endMs]
      await keepSlowReaders({ url, count: slow, topics, maxHz, fromMs, toMs, signal })
      return undefined
    },
    verdict: (summary, samples) => bars(slowConsumerBars(summary, samples)),
    without: /^tick_age_ms$/,
  }),
  mixed: () => ({
    during: async ({ url, plan, signal }) => {
      const { startAtMs, streams = 0, topics = 0, maxHz = 1, fromMs = 0, toMs = 0 } = await plan
      const stretch = { fromMs: startAtMs + fromMs, toMs: startAtMs + toMs }
      return bars(await readEventStreams({ url, count: streams, topics, maxHz, ...stretch, signal }))
    },
  }),
  auth: () => {
    const [secret, other] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')]
    return {
      stack: { gatewayEnv: { AUTH: 'jwt', JWT_SECRET: secret } },
      parameters: tokensFor(secret, other, Date.now()),
    }
  },
  soak: () => ({ verdict: (summary, samples) => bars(soakBars(summary, samples)) }),
}

export const planOf = (scenario: string): ScenarioPlan => plans[scenario]?.() ?? {}
