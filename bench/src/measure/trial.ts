import { setTimeout as sleep } from 'node:timers/promises'
import type { Rate } from '@tickwall/protocol'
import type { CrowdAnswer, CrowdRequest } from '../crowd/crowd.js'
import type { DialectName } from '../crowd/dialect.js'
import type { Load } from '../feed/load.js'
import type { Summary } from '../report/distribution.js'
import type { KafkaLog, ServerAnswer, ServerRequest } from '../servers/server.js'
import { startWorker, type WorkerProcess } from '../worker-process.js'
import type { RowContext } from '../row.js'

export type ServerName = 'tickwall' | 'floor' | 'plain' | 'socket-io'
export type Server = WorkerProcess<ServerRequest, ServerAnswer>
export type Crowd = WorkerProcess<CrowdRequest, CrowdAnswer>

/** One server under one load. */
export interface Trial {
  readonly server: ServerName
  readonly dialect: DialectName
  readonly load: Load
  /** For the floor: how long its frames are. */
  readonly frameBytes?: number
  /** Default: the load's. */
  readonly maxHz?: Rate
  readonly kafka?: KafkaLog
  readonly watch?: 'loop' | 'sessions'
}

/** What one server did in the measured seconds. */
export interface Outcome {
  /** Processor time of the whole server process per frame that a client received, µs. */
  readonly cpuUsPerFrame: number
  /** The same per client and second, µs. */
  readonly cpuUsPerClientSecond: number
  /** Share of one core. */
  readonly core: number
  readonly bytesPerFrame: number
  /** Frames received per frame that was due. */
  readonly share: number
  readonly latencyMs: Summary | null
  readonly before: ServerAnswer
  readonly after: ServerAnswer
}

/** Connections are made, code is compiled, the first states are sent: none of that belongs to a steady load. */
const SETTLE_MS = 3000

export const startServer = (name: ServerName, { profile }: RowContext, execArgv: readonly string[] = []): Server =>
  startWorker(`./servers/${name}-process.js`, [
    ...execArgv,
    ...(profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]),
  ])
export const startCrowd = (): Crowd => startWorker('./crowd/crowd-process.js')

/** What lies between two answers of a server and of the crowd. */
export function outcome(
  load: Load,
  [before, received]: readonly [ServerAnswer, CrowdAnswer],
  [after, receivedAfter]: readonly [ServerAnswer, CrowdAnswer],
): Outcome {
  const frames = receivedAfter.frames - received.frames
  const seconds = (after.atMs - before.atMs) / 1000
  const cpuUs = after.cpuUs - before.cpuUs
  return {
    cpuUsPerFrame: cpuUs / frames,
    cpuUsPerClientSecond: cpuUs / (load.clients * seconds),
    core: cpuUs / 1e6 / seconds,
    bytesPerFrame: (receivedAfter.bytes - received.bytes) / frames,
    share: frames / (load.clients * load.hz * seconds),
    latencyMs: receivedAfter.latencyMs,
    before,
    after,
  }
}

/** One server under one load: everything starts anew, settles, and is measured; `also` may go on with both before they end. */
export async function runTrial(
  trial: Trial,
  context: RowContext,
  also: (host: Server, crowd: Crowd) => Promise<void> = () => Promise.resolve(),
): Promise<Outcome> {
  const { load, kafka, watch, frameBytes = 0, dialect, maxHz } = trial
  const host = startServer(trial.server, context)
  const crowd = startCrowd()
  try {
    const { port } = await host.ask({
      ...{ ask: 'start', load, frameBytes },
      ...(kafka === undefined ? {} : { kafka }),
      ...(watch === undefined ? {} : { watch }),
    })
    await crowd.ask({ ask: 'connect', port, load, dialect, ...(maxHz === undefined ? {} : { maxHz }) })
    await sleep(SETTLE_MS * context.scale)
    const before = [await host.ask({ ask: 'usage', fresh: true }), await crowd.ask({ ask: 'received' })] as const
    await sleep(context.seconds * 1000)
    const after = [await host.ask({ ask: 'usage' }), await crowd.ask({ ask: 'received' })] as const
    const result = outcome(load, before, after)
    await also(host, crowd)
    return result
  } finally {
    await Promise.all([host.stop(), crowd.stop()])
  }
}
