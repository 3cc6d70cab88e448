import { Ingest } from '@tickwall/backend/ingest/ingest.js'
import { ProcessLog } from '@tickwall/backend/ingest/process-log.js'
import { Market as SimulatedMarket } from '@tickwall/backend/ingest/simulated/market.js'
import { Market } from '@tickwall/backend/market/market.js'
import type { TopicHandle } from '@tickwall/backend/market/market-store.js'
import { formatTopic, parseTopic, type QuoteState } from '@tickwall/protocol'

/** A quote as its topic holds it. */
export interface Quote {
  readonly handle: TopicHandle
  readonly state: QuoteState
}

const SEED = 1
const START_MS = Date.UTC(2026, 0, 5, 14)
const STEP_MS = 1000

/** Quotes of the simulated market after so many seconds: of every name that has traded and is quoted, always the same. */
export function simulatedQuotes(seconds: number): Quote[] {
  const market = new Market({ sessionStartMs: 0 })
  const ignore = (): void => undefined
  const sink = new Ingest(market, { bad: ignore, folded: ignore, ignored: ignore })
  const log = new ProcessLog(4)
  log.open(sink, ({ log: name, partition }) => `bench-${name}-${partition}`)
  const simulated = new SimulatedMarket({ seed: SEED, startMs: START_MS })
  const names = new Set<string>()
  for (let step = 1; step <= seconds; step++) {
    const nowMs = START_MS + step * STEP_MS
    const ticks = simulated.advance(nowMs)
    for (const { instrument } of ticks) names.add(instrument)
    log.append(
      sink,
      ticks.map((value) => ({ log: 'ticks', key: value.instrument, value, timeMs: value.time })),
      nowMs,
    )
  }
  return [...names].sort().flatMap((instrument) => {
    const topic = parseTopic(formatTopic({ kind: 'quote', instrument }))
    if (topic === null) return []
    const handle = market.handle(topic)
    const state = handle.state() as QuoteState
    return state.last === undefined || state.bid === undefined ? [] : [{ handle, state }]
  })
}
