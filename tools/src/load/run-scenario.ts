import { totalmem } from 'node:os'
import { startChild, type Exit } from '../local/child.js'
import { k6 } from '../provision/k6.js'
import { locate } from '../provision/provision.js'
import { repositoryRoot } from '../repository.js'
import { loadAddresses } from './load-addresses.js'

export interface ScenarioRun {
  /** File name without its ending, in `loadtest/scenarios`. */
  readonly scenario: string
  /** The server under test; on the loopback, the load comes from many of its networks. */
  readonly url: string
  /** What the scenario reads of `__ENV`, e.g. `{ CONNECTIONS: '500' }`. */
  readonly parameters: Readonly<Record<string, string>>
  /** Where k6 writes its own dashboard of the run, as one page. */
  readonly webDashboard?: string | null
  readonly onLine?: (line: string) => void
  /** Told once k6 runs. */
  readonly onStarted?: (pid: number) => void
}

/** What k6 needs for a connection and its share of garbage, and for itself, MiB. */
const CONNECTION_MIB = 0.4
const ENGINES_MIB = 512
/** As many as the scenarios are promised for. */
const CONNECTIONS = 5000

/** How large k6's heap becomes for a crowd, MiB: a quarter of the machine's memory at most. */
function heapMiB({ CONNECTIONS: given }: Readonly<Record<string, string>>): number {
  const wanted = ENGINES_MIB + Number(given ?? CONNECTIONS) * CONNECTION_MIB
  return Math.round(Math.min(wanted, totalmem() / 4 / 2 ** 20))
}

/** Runs a k6 scenario to its end; its exit code is 99 when a threshold was crossed. */
export async function runScenario({
  scenario,
  url,
  parameters,
  webDashboard = null,
  onLine,
  onStarted,
}: ScenarioRun): Promise<Exit & { output: string }> {
  const addresses = loadAddresses(new URL(url).hostname)
  const heap = heapMiB(parameters)
  const touched = Math.max(0, heap - ENGINES_MIB)
  const child = await startChild(
    await locate(k6),
    [
      'run',
      '--quiet',
      '--no-usage-report',
      ...(addresses.length > 0 ? [`--local-ips=${addresses.join(',')}`] : []),
      ...Object.entries({ URL: url, TOUCH_MIB: `${touched}`, ...parameters }).flatMap(([name, value]) => [
        '-e',
        `${name}=${value}`,
      ]),
      `loadtest/scenarios/${scenario}.ts`,
    ],
    {
      cwd: repositoryRoot,
      env: {
        // By itself Go collects when the heap has doubled, and whoever allocates meanwhile has to help: with thousands of sockets that
        // holds frames up for seconds. So the heap takes its size at once, and is collected when that is full.
        GOGC: 'off',
        GOMEMLIMIT: `${heap}MiB`,
        ...process.env,
        // -1: the page is written at the end, and no server listens meanwhile.
        ...(webDashboard === null
          ? {}
          : { K6_WEB_DASHBOARD: 'true', K6_WEB_DASHBOARD_PORT: '-1', K6_WEB_DASHBOARD_EXPORT: webDashboard }),
      },
      ...(onLine === undefined ? {} : { onLine }),
    },
  )
  onStarted?.(child.pid)
  const exit = await child.exited
  return { ...exit, output: child.output() }
}
