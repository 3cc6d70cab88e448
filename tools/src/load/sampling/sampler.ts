import type { Stack } from '../../stack/start-stack.js'
import { gatewayFigures, type GatewayFigures } from './gateway-figures.js'
import { family, usageOf, type ProcessUsage } from './process-usage.js'

/** Everything that runs on this machine, at one moment. */
export interface Sample {
  /** ms since the epoch. */
  readonly atMs: number
  /** By name: `gateway-1`, `nginx`, `kafka`, `producer`, `k6`. What had ended is absent. */
  readonly processes: Readonly<Record<string, ProcessUsage>>
  /** By name; one that did not answer is absent. */
  readonly gateways: Readonly<Record<string, GatewayFigures>>
}

export interface Sampler {
  readonly samples: readonly Sample[]
  /** The load generator is sampled from now on. */
  add(name: string, pid: number): void
  stop(): void
}

/** A scrape costs a gateway some 10 ms: seldom enough not to be what is measured. */
const EVERY_MS = 5000

/** Watches the processes of a stack. */
export function sampleStack(stack: Stack, nowMs: () => number = Date.now): Sampler {
  const samples: Sample[] = []
  const others = new Map<string, number>()
  const named = stack.gateways.map((gateway, index) => [`gateway-${index + 1}`, gateway] as const)

  const take = async (): Promise<void> => {
    const pids: Record<string, readonly number[]> = {
      // A gateway that is restarted has another pid.
      ...Object.fromEntries(named.map(([name, { pid }]) => [name, [pid]])),
      nginx: family(stack.nginx.pid),
      kafka: [stack.kafka.pid],
      ...(stack.producer === null ? {} : { producer: [stack.producer.pid] }),
      ...Object.fromEntries([...others].map(([name, pid]) => [name, [pid]])),
    }
    const processes = Object.entries(pids).flatMap(([name, all]): [string, ProcessUsage][] => {
      const usage = usageOf(all)
      return usage === null ? [] : [[name, usage]]
    })
    const atMs = nowMs()
    const answers = await Promise.all(
      named.map(async ([name, { url }]): Promise<[string, GatewayFigures][]> => {
        try {
          const answer = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(EVERY_MS) })
          return [[name, gatewayFigures(await answer.text())]]
        } catch {
          return [] // it restarts, or is too busy; the next sample tells
        }
      }),
    )
    samples.push({
      atMs,
      processes: Object.fromEntries(processes),
      gateways: Object.fromEntries(answers.flat()),
    })
  }
  let isTaking = false
  const timer = setInterval(() => {
    if (isTaking) return
    isTaking = true
    void take().finally(() => (isTaking = false))
  }, EVERY_MS)
  return {
    samples,
    add: (name, pid) => void others.set(name, pid),
    stop: () => {
      clearInterval(timer)
    },
  }
}
