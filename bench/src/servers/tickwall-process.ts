import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { serveParent } from '../worker-process.js'
import type { ServerAnswer, ServerRequest } from './server.js'
import { startMeasured, type Measured } from './measured-gateway.js'

/** The real gateway: checking, folding, lanes, cohorts, sockets; only where its records come from is the benchmark's own choice. */
let measured: Measured | null = null

declare const gc: (() => void) | undefined

/** Full collections, with pauses in which freed pages go back to the system. */
async function collect(): Promise<void> {
  if (typeof gc !== 'function') throw new Error('started without --expose-gc')
  for (let i = 0; i < 4; i++) {
    gc()
    await sleep(250)
  }
}

serveParent<ServerRequest, ServerAnswer>(async (request) => {
  if (request.ask === 'start') measured = await startMeasured(request)
  if (measured === null) throw new Error('not started')
  if (request.ask === 'pace') measured.feed?.pace(request.ticksPerSecond, request.step)
  if (request.ask === 'hand') measured.feed?.hand(request.ticks, request.step)
  if (request.ask === 'settle') await collect()
  const answer = measured.usage(performance.now())
  if (request.ask === 'usage' && request.fresh === true) measured.clear()
  return answer
})
