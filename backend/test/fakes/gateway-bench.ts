import { parseConfig } from '../../src/config/parse-config.js'
import type { Policy } from '../../src/gateway/doorkeeper.js'
import { startGateway } from '../../src/gateway/start-gateway.js'
import type { RecordSink } from '../../src/ingest/source.js'
import { createLog } from '../../src/observe/log.js'
import { createMeasures } from '../../src/observe/measures.js'
import { TableMarket } from './table-market.js'
import { TableSource } from './table-source.js'

const nowhere: RecordSink = {
  open: () => {},
  close: () => {},
  records: () => {},
  advance: () => {},
  position: () => null,
}

export interface BenchOptions {
  readonly environment?: Readonly<Record<string, string>>
  readonly policy?: Policy
  /** Default true; else the bootstrap goes on until `source.finish()`. */
  readonly isReady?: boolean
}

/** The real gateway on a free port of the loopback, over a market and a source that a test moves by hand. */
export async function gatewayBench({ environment = {}, policy, isReady = true }: BenchOptions = {}) {
  const market = new TableMarket()
  const source = new TableSource()
  const measures = createMeasures()
  const lines: string[] = []
  const log = createLog('debug', 'gw-test', { write: (line) => lines.push(line) })
  const config = parseConfig({
    PORT: '0',
    SERVER_NAME: 'gw-test',
    DASHBOARD_DIR: '/nonexistent',
    CLOSE_TIMEOUT_MS: '200',
    DRAIN_MS: '400',
    DRAIN_SPREAD_MS: '1000',
    ...environment,
  })
  const gateway = await startGateway(config, {
    ...{ source, sink: nowhere, market, measures, log },
    ...(policy === undefined ? {} : { policy }),
  })
  if (isReady) {
    source.finish()
    await gateway.ready
  }
  return {
    gateway,
    market,
    source,
    measures,
    /** Log lines so far, parsed. */
    logged: (): Record<string, unknown>[] => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    url: gateway.url,
    port: Number(new URL(gateway.url).port),
    socketUrl: `${gateway.url.replace('http', 'ws')}/ws`,
  }
}

export type GatewayBench = Awaited<ReturnType<typeof gatewayBench>>
