import { setTimeout as sleep } from 'node:timers/promises'
import { scaled } from '../feed/load.js'
import { startCrowd, startServer } from '../measure/trial.js'
import { bar } from '../report/report.js'
import type { Row } from '../row.js'

const LOAD = { clients: 2900, topicsPerClient: 20, topics: 500, hz: 2, ticksPerSecond: 5000, sets: 'random' } as const
/** Fifty times what the others get each, so that the kernel's buffers, up to 10 MB a connection, are full in time: skipped frames show it. */
const STALLED = { ...LOAD, clients: 100, topicsPerClient: 100, hz: 20 } as const
const SETTLE_MS = 5000
const CALM_MS = 20_000
const STALL_MS = 60_000
const BACK_MS = 10_000

/** Some of many stop reading for a minute: what that costs the process and the others. One run: it takes two minutes. */
export const stalled: Row = {
  name: 'stalled',
  async measure(context) {
    const load = scaled(LOAD, context.scale)
    const slow = scaled(STALLED, context.scale)
    const host = startServer('tickwall', context)
    const others = startCrowd()
    const crowd = startCrowd()
    try {
      const { port } = await host.ask({ ask: 'start', load, frameBytes: 0 })
      await others.ask({ ask: 'connect', port, load, dialect: 'json', maxHz: load.hz })
      await crowd.ask({ ask: 'connect', port, load: slow, dialect: 'json', maxHz: slow.hz })
      await sleep(SETTLE_MS * context.scale)
      await others.ask({ ask: 'received' })
      await sleep(CALM_MS * context.scale)
      const before = await host.ask({ ask: 'usage' })
      const calm = (await others.ask({ ask: 'received' })).latencyMs
      await crowd.ask({ ask: 'stall' })
      await sleep(STALL_MS * context.scale)
      const during = await host.ask({ ask: 'usage' })
      const beside = (await others.ask({ ask: 'received' })).latencyMs
      await crowd.ask({ ask: 'goOn' })
      await sleep(BACK_MS * context.scale)
      const after = await host.ask({ ask: 'usage' })
      const what = `${slow.clients} of ${load.clients + slow.clients} sockets stop reading for ${(STALL_MS * context.scale) / 1000} s`
      context.say(
        `  resident ${(before.rssBytes / 1e6).toFixed(0)} → ${(during.rssBytes / 1e6).toFixed(0)} MB, others p99 ${calm?.p99.toFixed(0)} → ${beside?.p99.toFixed(0)} ms, ${during.skipped - before.skipped} frames skipped, ${after.caughtUp - during.caughtUp} caught up, ${after.connections} connected`,
      )
      return [
        bar(`${what}: resident memory against before`, during.rssBytes / before.rssBytes, '×', 'lower', 1.1),
        bar(
          `${what}: p99 of the others, publishing to reading, against before`,
          (beside?.p99 ?? NaN) / (calm?.p99 ?? NaN),
          '×',
          'lower',
          1.25,
        ),
        bar(
          `${what}: catch-up deltas when they read again, for each`,
          (after.caughtUp - during.caughtUp) / slow.clients,
          '',
          'lower',
          1,
        ),
        bar(
          `${what}: frames skipped meanwhile, for each`,
          (during.skipped - before.skipped) / slow.clients,
          '',
          'higher',
          10,
        ),
        bar(`${what}: of them still connected`, after.connections - load.clients, '', 'higher', slow.clients),
      ]
    } finally {
      await Promise.all([host.stop(), others.stop(), crowd.stop()])
    }
  },
}
