import { freePort, locate, startChild, toxiproxy as toxiproxyPart, until, type Child } from '@tickwall/tools'

/** What a proxy does to what it carries; `stream` is `upstream` for what goes to the server. */
export type Toxic =
  | { readonly type: 'latency'; readonly attributes: { readonly latency: number; readonly jitter: number } }
  | { readonly type: 'bandwidth'; readonly attributes: { readonly rate: number } }
  /** With 0 ms: everything is swallowed, and nobody is told. */
  | { readonly type: 'timeout'; readonly attributes: { readonly timeout: number } }
  | { readonly type: 'reset_peer'; readonly attributes: { readonly timeout: number } }

export type Stream = 'upstream' | 'downstream'

/** A way from one port of the loopback to another, that can be made bad. */
export interface Proxy {
  readonly name: string
  readonly port: number
  /** Cuts all connections and refuses new ones, or takes them again. */
  enable(isEnabled: boolean): Promise<void>
  /** Makes all connections bad, present and new. */
  poison(toxic: Toxic, streams: readonly Stream[]): Promise<void>
  /** Takes every toxic away. */
  heal(): Promise<void>
}

export interface Toxiproxy {
  /** `port` 0: any free one. */
  proxy(name: string, upstream: string, port?: number): Promise<Proxy>
  stop(): Promise<void>
}

/** Starts Toxiproxy on the loopback. */
export async function startToxiproxy(): Promise<Toxiproxy> {
  const program = await locate(toxiproxyPart)
  const port = await freePort()
  const url = `http://127.0.0.1:${String(port)}`
  const child: Child = await startChild(program, ['-host', '127.0.0.1', '-port', String(port)])
  const ask = async (method: string, path: string, body?: object): Promise<void> => {
    const response = await fetch(url + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`Toxiproxy: ${method} ${path}: ${String(response.status)} ${text}`)
  }
  const isUp = (): Promise<boolean> =>
    fetch(`${url}/version`).then(
      async (response) => {
        await response.body?.cancel()
        return response.ok
      },
      () => false, // not listening yet
    )
  try {
    await until(isUp, { what: 'Toxiproxy', timeoutMs: 20_000, child })
  } catch (error) {
    await child.kill('SIGKILL')
    throw error
  }

  return {
    async proxy(name, upstream, wanted = 0) {
      const listenPort = wanted || (await freePort())
      const listen = `127.0.0.1:${String(listenPort)}`
      await ask('POST', '/proxies', { name, listen, upstream, enabled: true })
      const toxics = new Set<string>()
      const path = `/proxies/${name}`
      return {
        name,
        port: listenPort,
        enable: (enabled) => ask('POST', path, { enabled }),
        async poison({ type, attributes }, streams) {
          for (const stream of streams) {
            const toxic = `${type}-${stream}`
            await ask('POST', `${path}/toxics`, { name: toxic, type, stream, toxicity: 1, attributes })
            toxics.add(toxic)
          }
        },
        async heal() {
          for (const toxic of toxics) {
            await ask('DELETE', `${path}/toxics/${toxic}`)
            toxics.delete(toxic)
          }
        },
      }
    },
    async stop() {
      await child.stop()
    },
  }
}
