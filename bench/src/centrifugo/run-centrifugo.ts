import { performance } from 'node:perf_hooks'
import type { Load } from '../feed/load.js'
import { measureSteady, startCrowd, type Outcome } from '../measure/trial.js'
import type { RowContext } from '../row.js'
import { startWorker } from '../worker-process.js'
import { readProcessTime } from './process-time.js'
import type { FlowRequest } from './publisher-process.js'
import { startCentrifugo } from './start-centrifugo.js'

/** Centrifugo under a load: every tick is published by its HTTP API, and delivered to each subscriber of its channel. */
export async function runCentrifugo(binary: string, load: Load, context: RowContext): Promise<Outcome> {
  const host = await startCentrifugo(binary)
  const crowd = startCrowd()
  const publisher = startWorker<FlowRequest, object>('./centrifugo/publisher-process.js')
  try {
    const { topics, ticksPerSecond } = load
    await publisher.ask({ port: host.port, topics, ticksPerSecond })
    await crowd.ask({ ask: 'connect', port: host.port, load, dialect: 'centrifugo' })
    const { outcome } = await measureSteady(load, context, crowd, async () => ({
      cpuUs: await readProcessTime(host.pid),
      atMs: performance.now(),
    }))
    return outcome
  } finally {
    await Promise.all([publisher.stop(), crowd.stop()])
    await host.stop()
  }
}
