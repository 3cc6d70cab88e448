import { startChild, type Exit } from '../local/child.js'
import { k6 } from '../provision/k6.js'
import { locate } from '../provision/provision.js'
import { repositoryRoot } from '../repository.js'

export interface ScenarioRun {
  /** File name without its ending, in `loadtest/scenarios`. */
  readonly scenario: string
  /** The server under test; on the loopback, the load comes from many of its networks. */
  readonly url: string
  /** What the scenario reads of `__ENV`, e.g. `{ CONNECTIONS: '500' }`. */
  readonly parameters: Readonly<Record<string, string>>
  readonly onLine?: (line: string) => void
}

/** `ip_hash` keys on the first three octets of an address: load from one network would all go to one gateway. */
const NETWORKS = 16
const localIps = Array.from({ length: NETWORKS }, (_, i) => `127.0.${i + 1}.1`).join(',')

/** Runs a k6 scenario to its end; its exit code is 99 when a threshold was crossed. */
export async function runScenario({
  scenario,
  url,
  parameters,
  onLine,
}: ScenarioRun): Promise<Exit & { output: string }> {
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname)
  const child = await startChild(
    await locate(k6),
    [
      'run',
      '--quiet',
      '--no-usage-report',
      // Linux alone has the whole of 127.0.0.0/8 without further set-up.
      ...(isLoopback && process.platform === 'linux' ? [`--local-ips=${localIps}`] : []),
      ...Object.entries({ URL: url, ...parameters }).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
      `loadtest/scenarios/${scenario}.ts`,
    ],
    { cwd: repositoryRoot, ...(onLine === undefined ? {} : { onLine }) },
  )
  const exit = await child.exited
  return { ...exit, output: child.output() }
}
