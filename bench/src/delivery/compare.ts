import { setTimeout as sleep } from 'node:timers/promises'
import { startWorker, type WorkerProcess } from '../worker-process.js'
import type { ClientAnswer, ClientRequest, Load, ServerAnswer, ServerRequest, Spread } from './plan.js'

export type ServerName = 'floor' | 'plain' | 'tickwall'

/** What one server cost in one run. */
export interface Delivered {
  /** Processor time of the whole server process per frame that a client received, µs. */
  readonly cpuUsPerFrame: number
  readonly bytesPerFrame: number
  /** Frames received per frame that was due. */
  readonly share: number
}

const SETTLE_MS = 3000

/** One server under one load: everything starts anew, settles, and is measured for `seconds`. */
export async function deliver(
  server: ServerName,
  load: Load,
  spread: Spread,
  seconds: number,
  frameBytes: number,
): Promise<Delivered> {
  const host: WorkerProcess<ServerRequest, ServerAnswer> = startWorker(`./delivery/${server}-process.js`)
  const crowd: WorkerProcess<ClientRequest, ClientAnswer> = startWorker('./delivery/client-process.js')
  try {
    const { port } = await host.ask({ ask: 'start', load, frameBytes })
    await crowd.ask({ ask: 'connect', port, load, spread })
    await sleep(SETTLE_MS)
    const before = { ...(await host.ask({ ask: 'usage' })), received: await crowd.ask({ ask: 'received' }) }
    await sleep(seconds * 1000)
    const after = { ...(await host.ask({ ask: 'usage' })), received: await crowd.ask({ ask: 'received' }) }
    const frames = after.received.frames - before.received.frames
    return {
      cpuUsPerFrame: (after.cpuUs - before.cpuUs) / frames,
      bytesPerFrame: (after.received.bytes - before.received.bytes) / frames,
      share: frames / (load.clients * load.hz * seconds),
    }
  } finally {
    await Promise.all([host.stop(), crowd.stop()])
  }
}
