import type { Random } from '@tickwall/backend/ingest/simulated/random.js'
import type { LinkOptions } from '@tickwall/client'
import type { Rate } from '@tickwall/protocol'
import { INSTRUMENTS, METRICS } from './market.js'

export interface ClientPlan {
  readonly name: string
  readonly way: Pick<LinkOptions, 'transport' | 'codec'>
  readonly isTls: boolean
  /** Patterns of what its user may read. */
  readonly allow: readonly string[]
  readonly topics: readonly string[]
  readonly forbidden: readonly string[]
  readonly maxHz: Rate
}

const WAYS = [
  { name: 'json', way: { transport: 'webSocket', codec: 'json' }, isTls: false, maxHz: 10 },
  { name: 'binary', way: { transport: 'webSocket', codec: 'binary' }, isTls: false, maxHz: 10 },
  { name: 'json-tls', way: { transport: 'webSocket', codec: 'json' }, isTls: true, maxHz: 'raw' },
  { name: 'binary-tls', way: { transport: 'webSocket', codec: 'binary' }, isTls: true, maxHz: 5 },
  { name: 'sse', way: { transport: 'sse' }, isTls: false, maxHz: 10 },
  { name: 'poll', way: { transport: 'poll' }, isTls: false, maxHz: 5 },
] as const

const READ = 4

/** Who comes: one client a transport and codec, each of a user of its own who may read most of the market and asks for more. */
export function clientPlans(random: Random): ClientPlan[] {
  return WAYS.map((way, i) => {
    const shuffled = [...INSTRUMENTS]
      .map((instrument) => ({ instrument, place: random.word() }))
      .sort((a, b) => a.place - b.place)
      .map(({ instrument }) => instrument)
    const [mine, others] = [shuffled.slice(0, READ), shuffled.slice(READ)]
    const { host, name } = METRICS[i % METRICS.length] as (typeof METRICS)[number]
    return {
      ...way,
      allow: [...mine.flatMap((one) => [`quote/${one}`, `trades/${one}`, `bars/${one}/*`]), `metric/${host}/*`],
      topics: [
        ...mine.flatMap((one) => [`quote/${one}`, `trades/${one}`, `bars/${one}/1s`]),
        `bars/${mine[0] ?? ''}/1m`,
        `metric/${host}/${name}`,
      ],
      forbidden: others.map((one) => `quote/${one}`),
    }
  })
}
