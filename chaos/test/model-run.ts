import { decodeRecord } from '@tickwall/backend/ingest/decode-record.js'
import type { PartitionId } from '@tickwall/backend/ingest/source.js'
import { Market } from '@tickwall/backend/market/market.js'
import { parseTopic, type FrameMessage, type Topic, type WirePosition } from '@tickwall/protocol'
import type { ClientHistory, HistoryEvent } from '../src/history/client-history.js'
import type { Generation, KeptRecord } from '../src/log/kept-log.js'
import type { Run } from '../src/verify/verify.js'

const START_MS = Date.UTC(2026, 0, 5, 12)
const EVERY_MS = 20
const FLUSH_EVERY = 4
const INSTRUMENTS = ['x:A', 'x:B', 'x:C']
const topicsOf = (instruments: readonly string[]): string[] =>
  instruments.flatMap((name) => [`quote/${name}`, `trades/${name}`, `bars/${name}/1s`])

/** One log with three partitions: A and B share one, C has one of its own. */
const partitionOf = (instrument: string): number => (instrument === 'x:C' ? 1 : 0)

/** Writes a client's history as a right gateway would have made it. */
class ModelClient {
  readonly events: HistoryEvent[] = []
  readonly #topics: readonly string[]
  readonly #held = new Map<string, WirePosition>()
  readonly #served = new Set<string>()
  #connection = 0
  #prev: number | null = null

  constructor(topics: readonly string[]) {
    this.#topics = topics
  }

  connect(atMs: number): void {
    this.#connection++
    this.#prev = null
    this.#served.clear()
    const connection = this.#connection
    const resume = Object.fromEntries(this.#held)
    const start = this.#held.size > 0 ? 'resume' : 'snapshot'
    this.events.push(
      { kind: 'opened', atMs, connection, transport: 'webSocket', asked: null },
      { kind: 'asked', atMs, connection, asked: { id: connection, topics: this.#topics, resume } },
    )
    const topics = this.#topics.map((topic, i) => ({ topic, ref: this.#ref(i), hz: 10 as const, start }) as const)
    this.#receive(atMs, { type: 'subscribed', id: connection, ts: atMs, topics, rejected: [] })
  }

  void(atMs: number): void {
    this.#held.clear()
    this.#served.clear()
    this.#prev = null
    this.#receive(atMs, { type: 'notice', ts: atMs, reason: 'reset', topics: this.#topics })
  }

  flush(atMs: number, n: number, market: Market): void {
    const snapshots: NonNullable<FrameMessage['snapshots']>[number][] = []
    const deltas: NonNullable<FrameMessage['deltas']>[number][] = []
    const isShared = this.#served.size > 0
    for (const [i, topic] of this.#topics.entries()) {
      const handle = market.handle(parseTopic(topic) as Topic)
      const { epoch, offset } = handle.position()
      const held = this.#held.get(topic)
      if (held === undefined) snapshots.push({ ref: this.#ref(i), epoch, offset, state: handle.state() })
      else {
        const changes = handle.changesSince(held[1])
        if (changes !== null || !isShared) deltas.push([this.#ref(i), offset, changes ?? {}])
        else continue
      }
      this.#served.add(topic)
      this.#held.set(topic, [epoch, offset])
    }
    const prev = isShared && this.#prev !== null ? { prev: this.#prev } : {}
    this.#prev = n
    this.#receive(atMs, {
      type: 'frame',
      n,
      ...prev,
      ts: atMs,
      at: atMs,
      ...(snapshots.length > 0 ? { snapshots } : {}),
      ...(deltas.length > 0 ? { deltas } : {}),
    })
  }

  #ref(index: number): number {
    return this.#connection * 100 + index
  }

  #receive(atMs: number, message: Extract<HistoryEvent, { kind: 'received' }>['message']): void {
    // What goes over a wire is nobody's object any more.
    this.events.push({ kind: 'received', atMs, connection: this.#connection, message: structuredClone(message) })
  }
}

const valueOf = (i: number, instrument: string, time: number): object =>
  i % 7 < 3
    ? { type: 'quote', instrument, time, bid: `${String(100 + i)}.1`, ask: `${String(100 + i)}.3` }
    : {
        type: 'trade',
        instrument,
        time,
        price: `${String(100 + i)}.2`,
        size: `0.${String(i + 1)}`,
        id: `t${String(i)}`,
      }

/** A run without a fault: a reconnection with positions on the way, then the log is created anew. */
export function modelRun(): Run {
  const clients = [new ModelClient(topicsOf(INSTRUMENTS)), new ModelClient(topicsOf(['x:A', 'x:B']))]
  const log: Generation[] = []
  let [atMs, n, made] = [START_MS, 1, 0]
  for (const generation of [0, 1]) {
    const market = new Market({ sessionStartMs: 0 })
    const partitions: KeptRecord[][] = [[], []]
    const ids = partitions.map((_, partition): PartitionId => ({ log: 'ticks', partition }))
    for (const id of ids)
      market.open(id, { epoch: `e${String(generation)}${String(id.partition)}`, horizon: 0, horizonMs: null })
    for (const client of clients) if (generation > 0) client.void(atMs)
    for (let step = 0; step < 300; step++) {
      atMs += EVERY_MS
      const instrument = INSTRUMENTS[made % 3] as string
      const id = ids[partitionOf(instrument)] as PartitionId
      const records = partitions[id.partition] as KeptRecord[]
      const record = {
        offset: records.length,
        timestamp: atMs,
        key: instrument,
        value: JSON.stringify(valueOf(made, instrument, atMs)),
      }
      made++
      records.push(record)
      const tick = decodeRecord('ticks', {
        ...record,
        key: Buffer.from(record.key),
        value: Buffer.from(record.value),
        publishedAt: atMs,
      })
      if (typeof tick === 'string') throw new Error(tick)
      market.fold(id, tick, record.offset, atMs, atMs)
      const isJoining = (generation === 0 && step === 3) || (generation === 0 && step === 150)
      if (isJoining) for (const client of clients) client.connect(atMs)
      if (step % FLUSH_EVERY === FLUSH_EVERY - 1) {
        n++
        for (const client of clients) client.flush(atMs + 5, n, market)
      }
    }
    log.push({ log: 'ticks', partitions, horizons: [[0, 0]] })
  }
  const histories = clients.map(({ events }, i): ClientHistory => ({
    name: `client-${String(i + 1)}`,
    topics: topicsOf(i === 0 ? INSTRUMENTS : ['x:A', 'x:B']),
    forbidden: i === 0 ? [] : topicsOf(['x:C']),
    events,
    shown: [],
  }))
  const startedMs = START_MS + 1000
  return { histories, log, disturbances: [{ name: 'calm', startedMs, endedMs: startedMs + 500, freshWithinMs: 2000 }] }
}
