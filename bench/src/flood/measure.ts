import { setTimeout as sleep } from 'node:timers/promises'
import { scaled, type Load } from '../feed/load.js'
import { startCrowd, startServer } from '../measure/trial.js'
import { bar } from '../report/report.js'
import { medianOf } from '../report/statistics.js'
import type { Row, RowContext } from '../row.js'
import { startWorker } from '../worker-process.js'
import type { FloodAnswer, FloodRequest } from './flood.js'

const LOAD = { clients: 500, topicsPerClient: 20, topics: 500, hz: 10, ticksPerSecond: 5000, sets: 'random' } as const
const ATTEMPTS = 5000
const WITHIN_MS = 10_000
/** Linux answers on every address of 127/8. */
const ATTACKER = '127.0.0.2'
/** Of one address; that of the well-behaved has to have room for all of them. */
const PER_ADDRESS = 600
const SETTLE_MS = 5000

interface Run {
  readonly calmMs: number
  readonly floodedMs: number
  /** Attempts beyond the limit that were not refused and counted, and others that were. */
  readonly miscounted: number
  /** Processor time of the gateway for each attempt, µs, beyond what it takes without. */
  readonly attemptUs: number
}

/** What the gateway counted as refused to connections. */
async function refusedBy(port: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  return [...text.matchAll(/^tickwall_connections_refused_total\{[^}]*\} (\d+)$/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  )
}

async function measureRun(load: Load, context: RowContext): Promise<Run> {
  const attempts = Math.max(1, Math.round(ATTEMPTS * context.scale))
  const withinMs = WITHIN_MS * context.scale
  const perAddress = Math.max(1, Math.round(PER_ADDRESS * context.scale))
  const host = startServer('tickwall', context)
  const crowd = startCrowd()
  const attackers = startWorker<FloodRequest, FloodAnswer>('./flood/flood-process.js')
  try {
    const environment = { LIMIT_CONNECTIONS_PER_ADDRESS: String(perAddress) }
    const { port } = await host.ask({ ask: 'start', load, frameBytes: 0, environment })
    await crowd.ask({ ask: 'connect', port, load, dialect: 'json' })
    await sleep(SETTLE_MS * context.scale)
    await crowd.ask({ ask: 'received' })
    const before = await host.ask({ ask: 'usage' })
    await sleep(withinMs)
    const calm = (await crowd.ask({ ask: 'received' })).latencyMs
    const between = await host.ask({ ask: 'usage' })
    const answer = await attackers.ask({ port, from: ATTACKER, attempts, withinMs })
    const flooded = (await crowd.ask({ ask: 'received' })).latencyMs
    const after = await host.ask({ ask: 'usage' })
    const beyond = attempts - perAddress
    const refused = answer.ended['429'] ?? 0
    const calmUs = ((between.cpuUs - before.cpuUs) / (between.atMs - before.atMs)) * (after.atMs - between.atMs)
    const run = {
      calmMs: calm?.p99 ?? NaN,
      floodedMs: flooded?.p99 ?? NaN,
      miscounted: Math.abs(refused - beyond) + Math.abs((await refusedBy(port)) - beyond),
      attemptUs: (after.cpuUs - between.cpuUs - calmUs) / attempts,
    }
    context.say(
      `  p99 ${run.calmMs.toFixed(1)} → ${run.floodedMs.toFixed(1)} ms; ${attempts} attempts in ${(answer.tookMs / 1000).toFixed(1)} s: ${JSON.stringify(answer.ended)}; ${run.attemptUs.toFixed(0)} µs each, ${(answer.cpuUs / attempts).toFixed(0)} µs of the attackers`,
    )
    return run
  } finally {
    await Promise.all([host.stop(), crowd.stop(), attackers.stop()])
  }
}

/** Connection attempts by the thousand from one address: what that costs those who are connected. */
export const flood: Row = {
  name: 'flood',
  async measure(context) {
    const load = scaled(LOAD, context.scale)
    const runs: Run[] = []
    for (let run = 1; run <= context.runs; run++) runs.push(await measureRun(load, context))
    const what = `${ATTEMPTS * context.scale} connection attempts in ${(WITHIN_MS * context.scale) / 1000} s from one address, ${load.clients} clients at ${load.hz} Hz`
    return [
      bar(
        `${what}: p99 of the clients, publishing to reading, against before`,
        medianOf(runs, ({ calmMs, floodedMs }) => floodedMs / calmMs),
        '×',
        'lower',
        1.5,
      ),
      bar(
        `${what}: p99 before`,
        medianOf(runs, ({ calmMs }) => calmMs),
        'ms',
        'lower',
      ),
      bar(
        `${what}: p99 meanwhile`,
        medianOf(runs, ({ floodedMs }) => floodedMs),
        'ms',
        'lower',
      ),
      bar(
        `${what}: attempts beyond the limit that were not refused and counted`,
        medianOf(runs, ({ miscounted }) => miscounted),
        '',
        'lower',
        0,
      ),
      bar(
        `${what}: processor time of the gateway for each`,
        medianOf(runs, ({ attemptUs }) => attemptUs),
        'µs',
        'lower',
      ),
    ]
  },
}
