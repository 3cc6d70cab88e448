import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, startChild, until } from '@tickwall/tools'

export interface Centrifugo {
  readonly pid: number
  readonly port: number
  stop(): Promise<void>
}

/** Everybody may connect and subscribe, nothing is logged, and clients that only count are not sent away. */
const configuration = (port: number) => ({
  http_server: { address: '127.0.0.1', port: String(port) },
  http_api: { insecure: true },
  log: { level: 'error' },
  client: {
    insecure: true,
    allow_anonymous_connect_without_token: true,
    ping_interval: '600s',
    pong_timeout: '500s',
  },
  channel: { without_namespace: { allow_subscribe_for_client: true, allow_subscribe_for_anonymous: true } },
})

const UP_WITHIN_MS = 20_000

/** Starts Centrifugo 6 with its memory engine on the loopback; resolves when its API answers. */
export async function startCentrifugo(binary: string): Promise<Centrifugo> {
  const folder = await mkdtemp(join(tmpdir(), 'tickwall-centrifugo-'))
  const port = await freePort()
  const config = join(folder, 'config.json')
  await writeFile(config, JSON.stringify(configuration(port)))
  const child = await startChild(binary, ['--config', config], { cwd: folder })
  const stop = async (): Promise<void> => {
    await child.stop()
    await rm(folder, { recursive: true, force: true })
  }
  const answers = (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}/api/info`, { method: 'POST', body: '{}' }).then(
      ({ ok }) => ok,
      () => false,
    )
  try {
    await until(answers, { what: 'Centrifugo', timeoutMs: UP_WITHIN_MS, child })
  } catch (error) {
    await stop()
    throw error
  }
  return { pid: child.pid, port, stop }
}
