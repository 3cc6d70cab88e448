import { bar, median, type Bar } from '../report.js'
import { deliver, type Delivered, type ServerName } from './compare.js'
import type { Load, Spread } from './plan.js'

const SERVERS: readonly ServerName[] = ['tickwall', 'floor', 'plain']

/** CPU per delivered frame against the floor and the plain server, alternating, so that a drifting machine hits all alike. */
export async function measureDelivery(load: Load, spread: Spread, runs: number, seconds: number): Promise<Bar[]> {
  const results: Record<ServerName, Delivered[]> = { floor: [], plain: [], tickwall: [] }
  // The floor writes as many bytes as Tickwall's frames have; until they are known, a frame of 20 topics.
  let frameBytes = 2048
  for (let run = 0; run < runs; run++) {
    for (const server of SERVERS) {
      const delivered = await deliver(server, load, spread, seconds, frameBytes)
      results[server].push(delivered)
      if (server === 'tickwall') frameBytes = Math.min(65_000, Math.round(delivered.bytesPerFrame))
      console.error(
        `  ${spread} run ${run + 1}: ${server} ${delivered.cpuUsPerFrame.toFixed(1)} µs a frame of ${Math.round(delivered.bytesPerFrame)} B, ${Math.round(delivered.share * 100)} % delivered`,
      )
    }
  }
  const cost = (server: ServerName): number => median(results[server].map(({ cpuUsPerFrame }) => cpuUsPerFrame))
  const ratio = (to: ServerName): number =>
    median(results.tickwall.map(({ cpuUsPerFrame }, run) => cpuUsPerFrame / (results[to][run]?.cpuUsPerFrame ?? NaN)))
  const what = `${load.clients} clients × ${load.topicsPerClient} of ${load.topics} topics at ${load.hz} Hz, ${spread} sets`
  return [
    bar(`CPU per frame, Tickwall: ${what}`, cost('tickwall'), 'µs', 'lower'),
    bar(`CPU per frame, floor (plain writes of the same bytes): ${what}`, cost('floor'), 'µs', 'lower'),
    bar(`CPU per frame, ws.send(JSON.stringify(…)) per client: ${what}`, cost('plain'), 'µs', 'lower'),
    bar(`Tickwall against the floor: ${what}`, ratio('floor'), '×', 'lower'),
    bar(`Tickwall against JSON per client: ${what}`, ratio('plain'), '×', 'lower'),
    bar(`frame size: ${what}`, median(results.tickwall.map(({ bytesPerFrame }) => bytesPerFrame)), 'B', 'lower'),
    bar(
      `frames delivered of frames due: ${what}`,
      median(results.tickwall.map(({ share }) => share)),
      '×',
      'higher',
      0.95,
    ),
  ]
}
