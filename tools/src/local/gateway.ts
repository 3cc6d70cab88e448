import { repositoryRoot } from '../repository.js'
import { startChild, type Child, type Exit } from './child.js'
import { freePort } from './free-port.js'
import { inheritedEnv } from './inherited-env.js'
import { untilUp } from './until.js'

export interface GatewayOptions {
  /** The gateway's whole configuration; nothing else of this process's environment reaches it but what a process needs to run. */
  readonly env?: Readonly<Record<string, string>>
  /** Default 0: any free port of the loopback. */
  readonly port?: number
  /** Whether to wait for `/readyz`; false waits only until it listens. Default true. */
  readonly untilReady?: boolean
  /** Default 60,000. */
  readonly timeoutMs?: number
  /** What it prints, a line at a time. */
  readonly onLine?: (line: string) => void
  /** Arguments of node, program included; default the built gateway. */
  readonly args?: readonly string[]
}

/** A gateway process on the loopback, from the build of this clone. */
export interface LocalGateway {
  /** `http://127.0.0.1:port`, the same after a restart. */
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Of the present process. */
  readonly exited: Promise<Exit>
  /** The last 64 kB of what the present process printed. */
  output(): string
  /** SIGTERM: it drains and ends; killed after 20 s. */
  stop(): Promise<Exit>
  /** SIGTERM without a deadline of ours: resolves when it has drained and ended by itself. */
  drain(): Promise<Exit>
  kill(signal: 'SIGKILL'): Promise<Exit>
  /** Stops it from running without ending it. Not on Windows. */
  pause(): void
  resume(): void
  /** Starts another on the same port, after ending the present one if it still runs. */
  restart(env?: Readonly<Record<string, string>>): Promise<void>
}

const answers = (url: string, isEnough: (status: number) => boolean): Promise<boolean> =>
  fetch(url).then(
    async (response) => {
      await response.body?.cancel()
      return isEnough(response.status)
    },
    () => false, // not listening yet
  )

/** Starts a gateway and resolves when it is ready; rejects with what it printed when it ends or takes too long. */
export async function startGateway(options: GatewayOptions = {}): Promise<LocalGateway> {
  const { untilReady = true, timeoutMs = 60_000, onLine, args = ['backend/dist/main.js'] } = options
  const port = options.port || (await freePort())
  const url = `http://127.0.0.1:${port}`
  let env = options.env ?? {}

  const start = async (): Promise<Child> => {
    const child = await startChild(process.execPath, args, {
      cwd: repositoryRoot,
      env: { ...inheritedEnv(), HOST: '127.0.0.1', ...env, PORT: String(port) },
      graceMs: 20_000,
      ...(onLine === undefined ? {} : { onLine }),
    })
    const [path, isEnough] = untilReady
      ? (['/readyz', (status: number) => status === 200] as const)
      : (['/healthz', () => true] as const)
    return untilUp(child, () => answers(url + path, isEnough), { what: 'gateway', timeoutMs })
  }
  let child = await start()

  return {
    url,
    port,
    get pid() {
      return child.pid
    },
    get exited() {
      return child.exited
    },
    output: () => child.output(),
    stop: () => child.stop(),
    drain: () => child.kill('SIGTERM'),
    kill: (signal) => child.kill(signal),
    pause: () => child.signal('SIGSTOP'),
    resume: () => child.signal('SIGCONT'),
    async restart(changed) {
      await child.stop()
      env = { ...env, ...changed }
      child = await start()
    },
  }
}
