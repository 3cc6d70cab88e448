import { parseConfig } from '@tickwall/backend/config/parse-config.js'
import { startGateway, type Gateway } from '@tickwall/backend/gateway/start-gateway.js'
import { Ingest } from '@tickwall/backend/ingest/ingest.js'
import { Market } from '@tickwall/backend/market/market.js'
import { createLog } from '@tickwall/backend/observe/log.js'
import { createMeasures } from '@tickwall/backend/observe/measures.js'
import { serveParent } from '../worker-process.js'
import type { ServerAnswer, ServerRequest } from './plan.js'
import { RoundSource } from './round-source.js'
import { usage } from './usage.js'

/** The real gateway: decoding, folding, lanes, cohorts, sockets; only the source is the benchmark's. */
const measures = createMeasures()
let gateway: Gateway | null = null

serveParent<ServerRequest, ServerAnswer>(async (request) => {
  if (request.ask === 'start') {
    const market = new Market({ sessionStartMs: 0 })
    const ignore = (): void => undefined
    const config = parseConfig({ PORT: '0', LOG_LEVEL: 'error', DASHBOARD_DIR: '/nonexistent' })
    gateway = await startGateway(config, {
      source: new RoundSource(request.load),
      sink: new Ingest(market, { bad: ignore, folded: ignore, ignored: ignore }),
      ...{ market, measures, log: createLog('error', 'bench') },
    })
    await gateway.ready
  }
  return usage(Number(new URL(gateway?.url ?? '').port), measures.frames.total)
})
