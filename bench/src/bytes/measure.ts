import { constants, deflateRawSync } from 'node:zlib'
import { binaryCodec } from '@tickwall/backend/lanes/binary-codec.js'
import { jsonCodec, type FrameCodec } from '@tickwall/backend/lanes/frame-codec.js'
import type { QuoteState } from '@tickwall/protocol'
import { bar } from '../report/report.js'
import type { Row } from '../row.js'
import { simulatedQuotes, type Quote } from './simulated-quotes.js'

/** What a trade and a quote change of every instrument; and what a trade changes besides. */
const UPDATE = ['last', 'lastSize', 'lastSide', 'bid', 'bidSize', 'ask', 'askSize', 'tickAt'] as const
const WITH_SUMS = [...UPDATE, 'volume', 'turnover'] as const
const TOPICS_A_FRAME = 20
const SIMULATED_SECONDS = 120

const LIMITS = { json: { update: 170, withSums: null }, binary: { update: 35, withSums: 45 } } as const

interface Sizes {
  readonly wire: number
  readonly deflated: number
}

/** Bytes an update of whole frames, header and head of the frame included; deflated once as a whole, as a shared frame could be. */
export function sizes(codec: FrameCodec, quotes: readonly Quote[], fields: readonly (keyof QuoteState)[]): Sizes {
  let wire = 0
  let deflated = 0
  let updates = 0
  for (let first = 0; first + TOPICS_A_FRAME <= quotes.length; first += TOPICS_A_FRAME) {
    const some = quotes.slice(first, first + TOPICS_A_FRAME)
    const deltas = some.map(({ handle, state }) =>
      codec.delta(
        handle.ref,
        handle.position().offset,
        Object.fromEntries(fields.flatMap((field) => (state[field] === undefined ? [] : [[field, state[field]]]))),
      ),
    )
    const at = Math.max(...some.map(({ handle }) => handle.publishedAt()))
    const frame = codec.frame({ n: 1_000_000 + first, prev: 999_999 + first, ts: at + 20, at }, [], deltas)
    const head = frame.wire.length - frame.payload.length
    wire += frame.wire.length
    deflated += head + deflateRawSync(frame.payload, { level: 1, finishFlush: constants.Z_SYNC_FLUSH }).length
    updates += some.length
  }
  return { wire: wire / updates, deflated: deflated / updates }
}

/** What one update of a quote takes on the wire. The same at each run. */
export const bytes: Row = {
  name: 'bytes',
  measure() {
    const quotes = simulatedQuotes(SIMULATED_SECONDS)
    const what = `bytes per quote update, frames of ${TOPICS_A_FRAME}, ${quotes.length} simulated instruments`
    const bars = [jsonCodec, binaryCodec].flatMap((codec) => {
      const { update, withSums } = LIMITS[codec.name]
      const plain = sizes(codec, quotes, UPDATE)
      const sums = sizes(codec, quotes, WITH_SUMS)
      return [
        bar(
          `${what}, ${codec.name}: last, lastSize, lastSide, bid, bidSize, ask, askSize, tickAt`,
          plain.wire,
          'B',
          'lower',
          update,
        ),
        bar(`${what}, ${codec.name}: the same with volume and turnover`, sums.wire, 'B', 'lower', withSums),
        bar(
          `${what}, ${codec.name}: a shared frame deflated once (level 1), against the same not deflated`,
          plain.deflated / plain.wire,
          '×',
          'lower',
          1,
        ),
        bar(`${what}, ${codec.name}: a shared frame deflated once (level 1)`, plain.deflated, 'B', 'lower'),
      ]
    })
    return Promise.resolve(bars)
  },
}
