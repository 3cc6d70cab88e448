import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repositoryRoot } from '@tickwall/tools'
import { startWorker } from '../worker-process.js'
import { buildPages } from './build-pages.js'
import type { StartedMarket, StartMarket } from './market-process.js'

/** As many as the budget of the dashboard names. */
export const INSTRUMENTS = 500
/** Ticks of the names of the simulated market, and of those beside them that make up the number. */
const TICKS_PER_SECOND = { simulated: 1200, further: 200 }

/** Runs `use` against a gateway that serves the built dashboard at `/` and the pages it is compared with at `/plain/`. */
export async function withMarket<Result>(use: (url: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'tickwall-bench-'))
  const server = startWorker<StartMarket, StartedMarket>('dashboard/market-process.js')
  try {
    await cp(join(repositoryRoot, 'dashboard/dist'), folder, { recursive: true })
    await buildPages(join(folder, 'plain'))
    const { url } = await server.ask({
      ...{ ask: 'start', folder, instruments: INSTRUMENTS },
      ...{ simulatedTicksPerSecond: TICKS_PER_SECOND.simulated, furtherTicksPerSecond: TICKS_PER_SECOND.further },
    })
    return await use(url)
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
