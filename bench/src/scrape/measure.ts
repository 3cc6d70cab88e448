import { setTimeout as sleep } from 'node:timers/promises'
import { scaled, type Load } from '../feed/load.js'
import { startCrowd, startServer } from '../measure/trial.js'
import { bar } from '../report/report.js'
import { medianOf } from '../report/statistics.js'
import type { Row, RowContext } from '../row.js'

const BASE = { clients: 3000, topicsPerClient: 20, topics: 500, hz: 10, ticksPerSecond: 5000, sets: 'random' } as const
const SCRAPES = 20
const BETWEEN_MS = 100
/** Connections are made, code is compiled, the first states are sent. */
const SETTLE_MS = 3000

interface Run {
  readonly slowestMs: number
  readonly medianMs: number
  readonly bytes: number
}

async function measureRun(load: Load, context: RowContext): Promise<Run> {
  const host = startServer('tickwall', context)
  const crowd = startCrowd()
  try {
    const { port } = await host.ask({ ask: 'start', load, frameBytes: 0 })
    await crowd.ask({ ask: 'connect', port, dialect: 'json', load })
    await crowd.ask({ ask: 'subscribe' })
    await sleep(SETTLE_MS)
    const origin = `http://127.0.0.1:${String(port)}`
    // What a first `fetch` costs is the asker's, not the gateway's; its own first scrape is counted.
    await (await fetch(`${origin}/healthz`)).text()
    const tookMs: number[] = []
    let bytes = 0
    for (let i = 0; i < SCRAPES; i++) {
      const atMs = performance.now()
      const text = await (await fetch(`${origin}/metrics`)).text()
      tookMs.push(performance.now() - atMs)
      bytes = Buffer.byteLength(text)
      if (!text.includes(`tickwall_connections ${String(load.clients)}`)) throw new Error('not all are connected')
      await sleep(BETWEEN_MS)
    }
    tookMs.sort((a, b) => a - b)
    return { slowestMs: tookMs.at(-1) ?? 0, medianMs: tookMs[SCRAPES / 2] ?? 0, bytes }
  } finally {
    await Promise.all([host.stop(), crowd.stop()])
  }
}

/** What a scrape of the metrics takes while frames flow. */
export const scrape: Row = {
  name: 'scrape',
  async measure(context) {
    const load = scaled(BASE, context.scale)
    const runs: Run[] = []
    for (let run = 1; run <= context.runs; run++) {
      const measured = await measureRun(load, context)
      runs.push(measured)
      context.say(
        `  run ${run}: slowest ${measured.slowestMs.toFixed(1)} ms, median ${measured.medianMs.toFixed(1)} ms, ${measured.bytes} B`,
      )
    }
    const what = `a scrape of /metrics, ${load.clients} connections at 10 Hz`
    return [
      bar(
        `${what}: slowest of ${SCRAPES}`,
        medianOf(runs, ({ slowestMs }) => slowestMs),
        'ms',
        'lower',
        50,
      ),
      bar(
        `${what}: median`,
        medianOf(runs, ({ medianMs }) => medianMs),
        'ms',
        'lower',
      ),
      bar(
        `${what}: size`,
        medianOf(runs, ({ bytes }) => bytes),
        'B',
        'lower',
      ),
    ]
  },
}
