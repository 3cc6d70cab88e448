import 'reflect-metadata'
import { parseConfig } from '@tickwall/backend/config/parse-config.js'
import { createGateway } from '@tickwall/backend/gateway/create-gateway.js'
import { createSource } from '@tickwall/backend/gateway/create-source.js'
import { catalogue } from '@tickwall/backend/ingest/simulated/catalogue/catalogue.js'
import { systemClock } from '@tickwall/backend/lanes/clock.js'
import { createLog } from '@tickwall/backend/observe/log.js'
import { FeedSource } from '../feed/feed-source.js'
import { serveParent } from '../worker-process.js'
import { WideMarket } from './wide-market.js'

export interface StartMarket {
  readonly ask: 'start'
  /** Folder of the pages. */
  readonly folder: string
  readonly instruments: number
  /** Of the simulated names together, with their bursts. */
  readonly simulatedTicksPerSecond: number
  /** Of those that make up the number of instruments, together, evenly. */
  readonly furtherTicksPerSecond: number
}

export interface StartedMarket {
  readonly url: string
}

const SEED = 7
/** The partitions before it are those of the simulated market. */
const FURTHER_PARTITION = 4

/** The real gateway, with as many instruments as are wanted: those of the simulated market, and others beside them. */
serveParent<StartMarket, StartedMarket>(
  async ({ folder, instruments, simulatedTicksPerSecond, furtherTicksPerSecond }) => {
    const config = parseConfig({
      ...{ PORT: '0', LOG_LEVEL: 'error', SERVER_NAME: 'gateway-1', DASHBOARD_DIR: folder, LIMIT_TOPICS: '1000' },
      ...{ SOURCE: 'simulated', SIMULATED_SEED: String(SEED), SIMULATED_RATE: String(simulatedTicksPerSecond) },
    })
    const log = createLog('error', 'bench')
    const feed = new FeedSource(
      { topics: Math.max(1, instruments - catalogue.length), ticksPerSecond: furtherTicksPerSecond },
      FURTHER_PARTITION,
    )
    const gateway = await createGateway(config, {
      source: new WideMarket(createSource(config, systemClock, log), feed),
      log,
    })
    await gateway.ready
    return { url: gateway.url }
  },
)
