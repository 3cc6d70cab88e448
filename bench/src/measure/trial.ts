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
  readonly pattern?: 'burst' | 'spread'
  /** Default: the load's. */
  readonly maxHz?: Rate
  readonly kafka?: KafkaLog
  readonly watch?: 'loop' | 'sessions'
}

/** What one server did in the measured seconds, as seen from outside. */
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
  /** From publishing to reading, of a sample of clients. */
  readonly latencyMs: Summary | null
  /** Share of one core that the clients took: near 1 they are what is measured. */
  readonly crowdCore: number
}

/** The same, and what a server of the benchmark's own knows of itself. */
export interface KnownOutcome extends Outcome {
  readonly before: ServerAnswer
  readonly after: ServerAnswer
}

/** Processor time of a process at a moment. */
export type Spent = Pick<ServerAnswer, 'atMs' | 'cpuUs'>

/** Connections are made, code is compiled, the first states are sent: none of that belongs to a steady load. */
const SETTLE_MS = 3000
const WAIT_MS = 250
const FIRST_FRAME_WAITS = 120

export const startServer = (name: ServerName, { profile }: RowContext, execArgv: readonly string[] = []): Server =>
  startWorker(`./servers/${name}-process.js`, [
    ...execArgv,
    ...(profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]),
  ])
export const startCrowd = (): Crowd => startWorker('./crowd/crowd-process.js')

/** What lies between two moments. */
function outcome(
  load: Load,
  [before, received]: readonly [Spent, CrowdAnswer],
  [after, receivedAfter]: readonly [Spent, CrowdAnswer],
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
    crowdCore: (receivedAfter.cpuUs - received.cpuUs) / 1e6 / seconds,
  }
}

/** Settles, and measures what `spent` says of a server that the crowd is connected to. */
export async function measureSteady<S extends Spent>(
  load: Load,
  { scale, seconds }: RowContext,
  crowd: Crowd,
  spent: (isFirst: boolean) => Promise<S>,
): Promise<{ readonly outcome: Outcome; readonly before: S; readonly after: S }> {
  await sleep(SETTLE_MS * scale)
  const before = [await spent(true), await crowd.ask({ ask: 'received' })] as const
  await sleep(seconds * 1000)
  let received = await crowd.ask({ ask: 'received' })
  // A machine that is busy with something else gets the time to deliver anything at all: a figure needs a frame.
  for (let waits = 0; received.frames === before[1].frames && waits < FIRST_FRAME_WAITS; waits++) {
    await sleep(WAIT_MS)
    received = await crowd.ask({ ask: 'received' })
  }
  if (received.frames === before[1].frames) throw new Error('no client has received anything')
  const after = [await spent(false), received] as const
  return { outcome: outcome(load, before, after), before: before[0], after: after[0] }
}

/** One server under one load: everything starts anew, settles, and is measured; `also` may go on with both before they end. */
export async function runTrial(
  trial: Trial,
  context: RowContext,
  also: (host: Server, crowd: Crowd) => Promise<void> = () => Promise.resolve(),
): Promise<KnownOutcome> {
  const { load, kafka, watch, frameBytes = 0, pattern, dialect, maxHz } = trial
  const host = startServer(trial.server, context)
  const crowd = startCrowd()
  try {
    const { port } = await host.ask({
      ...{ ask: 'start', load, frameBytes },
      ...(pattern === undefined ? {} : { pattern }),
      ...(kafka === undefined ? {} : { kafka }),
      ...(watch === undefined ? {} : { watch }),
    })
    await crowd.ask({ ask: 'connect', port, load, dialect, ...(maxHz === undefined ? {} : { maxHz }) })
    const { outcome, before, after } = await measureSteady(load, context, crowd, (isFirst) =>
      host.ask({ ask: 'usage', fresh: isFirst }),
    )
    await also(host, crowd)
    return { ...outcome, before, after }
  } finally {
    await Promise.all([host.stop(), crowd.stop()])
  }
}
