import { performance } from 'node:perf_hooks'
import type { ServerAnswer } from './server.js'

const NOTHING = {
  frames: 0,
  skipped: 0,
  caughtUp: 0,
  fed: 0,
  folded: 0,
  offset: -1,
  connections: 0,
  loopDelayMs: null,
  flushDelayMs: null,
  sessions: null,
}

/** Processor time and memory of this process, and what else its server knows of itself. */
export function usage(port: number, known: Partial<ServerAnswer>): ServerAnswer {
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed } = process.memoryUsage()
  return {
    ...NOTHING,
    ...{ port, atMs: performance.now(), cpuUs: user + system, rssBytes: rss, heapBytes: heapUsed },
    ...known,
  }
}
