import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nginx as nginxPart } from '../provision/nginx.js'
import { locate } from '../provision/provision.js'
import { runOrThrow } from '../provision/run-to-end.js'
import { repositoryRoot } from '../repository.js'
import { startChild, type Child } from './child.js'
import { freePort } from './free-port.js'
import { nativeNginxConf } from './nginx-conf.js'
import { temporaryFolder } from './temporary-folder.js'
import { untilUp } from './until.js'

export interface NginxOptions {
  /** Where each `host:port` that nginx.conf names is, e.g. `{ 'gateway-1:8080': '127.0.0.1:41234' }`. */
  readonly addresses: Readonly<Record<string, string>>
  /** Default 0: any free port. */
  readonly port?: number
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Absolute path of the configuration; default the repository's nginx.conf. */
  readonly conf?: string
  /** What it is to be configured with instead, made of that with its places replaced. */
  readonly adapt?: (conf: string) => string
  readonly onLine?: (line: string) => void
}

export interface LocalNginx {
  /** The same after a restart, as `port`. */
  readonly url: string
  readonly port: number
  /** Of the present main process. */
  readonly pid: number
  /** What the present process printed. */
  output(): string
  stop(): Promise<void>
  /** Ends it and its workers at once. */
  kill(signal: 'SIGKILL'): Promise<void>
  /** Reads its configuration and certificates anew, with new workers; connections stay with the old ones. Not on Windows. */
  reload(): void
  /** Starts another on the same port and configuration, after ending the present one if it still runs. */
  restart(): Promise<void>
}

/** Starts Nginx with the repository's nginx.conf, its addresses replaced, and resolves when it accepts connections. */
export async function startNginx(options: NginxOptions): Promise<LocalNginx> {
  const { addresses, host = '127.0.0.1', conf = join(repositoryRoot, 'nginx.conf'), onLine } = options
  const { adapt = (text: string) => text } = options
  const program = await locate(nginxPart)
  const port = options.port || (await freePort())
  const folder = temporaryFolder('nginx')
  const dir = folder.path
  // Its workers are another user when it is started by root, and must reach their temporary folders.
  chmodSync(dir, 0o755)
  const file = join(dir, 'nginx.conf')
  const native = nativeNginxConf(readFileSync(conf, 'utf8'), { listen: `${host}:${port}`, addresses, dir })
  writeFileSync(file, adapt(native))
  const args = ['-e', 'stderr', '-p', dir, '-c', file]
  await runOrThrow(program, [...args, '-t', '-q'])
  const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`
  // Any answer will do: that of an absent gateway is Nginx's own.
  const isUp = (): Promise<boolean> =>
    fetch(`${url}/healthz`).then(
      async (response) => {
        await response.body?.cancel()
        return true
      },
      () => false, // not listening yet
    )
  const start = async (): Promise<Child> => {
    const started = await startChild(program, [...args, '-g', 'daemon off;'], {
      ...(onLine === undefined ? {} : { onLine }),
    })
    return untilUp(started, isUp, { what: 'Nginx', timeoutMs: 30_000 })
  }
  let child = await start()
  return {
    url,
    port,
    get pid() {
      return child.pid
    },
    output: () => child.output(),
    async kill(signal) {
      await child.kill(signal)
    },
    // To the main process alone: workers would take it for something else.
    reload: () => void process.kill(child.pid, 'SIGHUP'),
    async restart() {
      await child.stop()
      child = await start()
    },
    async stop() {
      await child.stop()
      folder.remove()
    },
  }
}
