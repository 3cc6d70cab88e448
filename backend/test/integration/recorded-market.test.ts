import { readRecording } from '../../src/ingest/recorded/read-recording.js'
import {
  createPublisher,
  findRecording,
  hostileRecords,
  startStack,
  until,
  type Publisher,
  type PublishRecord,
  type Stack,
} from '@tickwall/tools'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Watcher } from '../fakes/watcher.js'
import { readOracle, type Oracle } from './recording-oracle.js'

interface Snapshot {
  readonly topics: readonly { topic: string; epoch: string; offset: number; state: Record<string, unknown> }[]
}

const recording = findRecording()
const files = ['trades', 'quotes'].map((kind) => join(recording.dir, `${recording.name}_${kind}.csv.gz`))
/** A retried batch: well within the trade ids that are remembered per instrument. */
const RETRIED = 500

let oracle: Oracle
let records: PublishRecord[]
let stack: Stack
let publisher: Publisher
let instruments: string[]
/** Records in Kafka so far. */
let published = 0

const publish = async (batch: readonly PublishRecord[]): Promise<void> => {
  await publisher.publish(batch)
  published += batch.length
}
const quotes = () => instruments.map((instrument) => `quote/${instrument}`)
const everything = () => [
  ...quotes(),
  ...instruments.flatMap((instrument) => [`trades/${instrument}`, `bars/${instrument}/1m`, `bars/${instrument}/1s`]),
]

async function snapshot(gateway: number, topics: readonly string[]): Promise<Snapshot['topics']> {
  const query = topics.map(encodeURIComponent).join(',')
  const answer = await fetch(`${stack.gateways[gateway]?.url}/snapshot?topics=${query}`)
  expect(answer.status).toBe(200)
  return ((await answer.json()) as Snapshot).topics
}

/** Records that a gateway has read since its process began, good and bad. */
async function read(gateway: number): Promise<number> {
  const counts = await Promise.all(
    ['tickwall_records_total', 'tickwall_bad_records_total'].map((name) => sum(gateway, name)),
  )
  return counts.reduce((total, count) => total + count, 0)
}

const caughtUp = (gateway: number, timeoutMs = 60_000): Promise<void> =>
  until(async () => (await read(gateway)) === published, {
    what: `gateway ${gateway + 1} at the log's end`,
    timeoutMs,
  })

const metric = async (gateway: number, name: string): Promise<string[]> =>
  (await (await fetch(`${stack.gateways[gateway]?.url}/metrics`)).text())
    .split('\n')
    .filter((line) => line.startsWith(name))

const sum = async (gateway: number, name: string): Promise<number> =>
  (await metric(gateway, name)).reduce((total, line) => total + Number(line.split(' ').at(-1)), 0)

const withoutPosition = (topics: Snapshot['topics']): unknown =>
  topics.map(({ topic, epoch, state }) => ({ topic, epoch, state }))

describe(`a recorded market through Kafka into two gateways (${recording.generated ? 'generated' : 'real'} recording ${recording.name})`, () => {
  const traveller = new Watcher()
  const resident = new Watcher()

  beforeAll(async () => {
    oracle = readOracle(recording.dir, recording.name)
    instruments = [...oracle.quotes.keys()].sort()
    records = []
    for await (const { log, key, value, eventTime } of readRecording(files))
      records.push({ log, key, value: JSON.stringify(value), eventTime })
    // The hostile record of over 1 MB must reach the gateways: the broker's own limit would refuse it.
    stack = await startStack({ producer: false, kafkaConfig: { 'message.max.bytes': '4000000' } })
    publisher = createPublisher({ brokers: [stack.kafka.brokers], topics: { ticks: 'ticks', metrics: 'metrics' } })
  }, 240_000)

  afterAll(async () => {
    traveller.cut()
    resident.cut()
    await publisher?.stop()
    await stack?.stop()
  })

  it('reads as many records as the files hold', () => {
    expect(records.length).toBe(oracle.records)
    if (!recording.generated) expect(records.length).toBe(262_416)
    expect(records.length).toBeGreaterThanOrEqual(250_000)
    expect(instruments.length).toBeGreaterThanOrEqual(6)
  })

  it('is watched on gateway 1 while the first half goes in', async () => {
    const half = records.length / 2
    await publish(records.slice(0, 1000))
    await until(async () => (await snapshot(0, quotes())).some(({ offset }) => offset >= 0), {
      what: 'a record',
      timeoutMs: 20_000,
    })
    const gateway = stack.gateways[0]?.url ?? ''
    await traveller.follow(gateway, everything())
    await resident.follow(gateway, everything(), 'raw')
    for (let from = 1000; from < half; from += 10_000) {
      await publish(records.slice(from, Math.min(from + 10_000, half)))
    }
    await caughtUp(0)
    await until(() => Promise.resolve(quotes().every((topic) => traveller.offset(topic) > 0)), {
      what: 'quotes',
      timeoutMs: 5000,
    })
    traveller.cut()
    expect([traveller.server, traveller.broken]).toEqual(['gateway-1', []])
  })

  it('goes on without Kafka for 10 s: nothing ends, the source is said to be lost and back, nothing is missed', async () => {
    const gateway = stack.gateways[0]
    const half = records.length / 2
    const rest = records.slice(half, half + 40_000)
    const publishing = publish(rest)
    await stack.kafka.kill('SIGKILL')
    await resident.client.next('notice').then(({ reason }) => expect(reason).toBe('sourceLost'))
    await sleep(10_000)
    expect((await fetch(`${gateway?.url}/readyz`)).status).toBe(200)
    expect((await snapshot(0, quotes())).every(({ offset }) => offset > 0)).toBe(true)
    await stack.kafka.restart()
    await publishing
    await caughtUp(0)
    await resident.client.next('notice').then(({ reason }) => expect(reason).toBe('sourceBack'))
  })

  it('survives the death of gateway 2 in the middle', async () => {
    await stack.gateways[1]?.kill('SIGKILL')
    await publish(records.slice(published))
    await stack.gateways[1]?.restart()
    await caughtUp(1)
  })

  it('[FOLD2] equals an independent fold of the files, to the digit, quotes and all 1m bars', async () => {
    await caughtUp(0)
    for (const gateway of [0, 1]) {
      const states = new Map((await snapshot(gateway, quotes())).map(({ topic, state }) => [topic, state]))
      for (const [instrument, quote] of oracle.quotes) expect(states.get(`quote/${instrument}`)).toMatchObject(quote)
      const bars = await snapshot(
        gateway,
        instruments.map((instrument) => `bars/${instrument}/1m`),
      )
      for (const { topic, state } of bars)
        expect(state.items, topic).toEqual(oracle.bars.get(topic.split('/')[1] ?? ''))
    }
  })

  it('[FOLD8] leaves both gateways with the same bytes', async () => {
    const [first, second] = await Promise.all([0, 1].map((gateway) => snapshot(gateway, everything())))
    expect(JSON.stringify(second)).toBe(JSON.stringify(first))
    expect(first).toHaveLength(everything().length)
  })

  it('[POS2] brings a client that was cut off up to date on the other gateway, with deltas and no snapshot of a quote', async () => {
    await traveller.follow(stack.gateways[1]?.url ?? '', everything())
    expect(traveller.server).toBe('gateway-2')
    const states = await snapshot(1, everything())
    await until(() => Promise.resolve(states.every(({ topic, offset }) => traveller.offset(topic) >= offset)), {
      what: 'the traveller at the end',
      timeoutMs: 10_000,
    })
    for (const { topic, state } of states) {
      expect(traveller.state(topic), topic).toEqual(state)
      const watched = traveller.topics.get(topic)
      // A tape that has lost more items than it can count answers with a snapshot; everything else resumes.
      if (!topic.startsWith('trades/'))
        expect([topic, watched?.start, watched?.first]).toEqual([topic, 'resume', 'delta'])
    }
    expect(traveller.broken).toEqual([])
  })

  it('[FRM6] left the client that stayed, through everything, with the same state and no hole', async () => {
    const states = await snapshot(0, everything())
    const isLevel = (): boolean =>
      states.every(({ topic, state }) => isDeepStrictEqual({ ...(resident.state(topic) as object) }, state))
    await until(() => Promise.resolve(isLevel()), { what: 'the resident at the end', timeoutMs: 5000 })
    for (const { topic, state } of states) expect(resident.state(topic), topic).toEqual(state)
    expect(resident.broken).toEqual([])
    expect(resident.frames).toBeGreaterThan(10)
  })

  it('[FOLD5] is not changed by a batch that a producer sent twice', async () => {
    const topics = [
      ...quotes(),
      ...instruments.map((instrument) => `bars/${instrument}/1m`),
      ...instruments.map((i) => `trades/${i}`),
    ]
    const before = withoutPosition(await snapshot(0, topics))
    await publish(records.slice(-RETRIED))
    await Promise.all([caughtUp(0), caughtUp(1)])
    expect(withoutPosition(await snapshot(0, topics))).toEqual(before)
    expect(withoutPosition(await snapshot(1, topics))).toEqual(before)
  })

  it('[REC7] counts poison records by reason, samples them in the log, and goes on', async () => {
    const before = withoutPosition(await snapshot(0, quotes()))
    const hostile = hostileRecords(instruments[0] ?? '', 'web-1', Date.now())
    for (const record of hostile) await publish([record])
    const after = {
      type: 'trade',
      instrument: instruments[0],
      price: '1.25',
      size: '2',
      side: 'buy',
      id: 'after-poison',
    }
    await publish([{ log: 'ticks', key: instruments[0] ?? '', value: JSON.stringify(after), eventTime: Date.now() }])
    await Promise.all([caughtUp(0), caughtUp(1)])
    const [quote, ...others] = await snapshot(0, quotes())
    expect(quote?.state).toMatchObject({
      last: '1.25',
      lastSize: '2',
      open: '1.25',
      volume: '2',
      turnover: '2.5',
      trades: 1,
    })
    expect(others.map(({ topic, epoch, state }) => ({ topic, epoch, state }))).toEqual((before as unknown[]).slice(1))
    const counted = (await metric(0, 'tickwall_bad_records_total')).join('\n')
    for (const reason of new Set(hostile.map((record) => record.reason)))
      expect(counted).toContain(`reason="${reason}"`)
    expect(await sum(0, 'tickwall_bad_records_total')).toBe(hostile.length)
    expect(stack.gateways[0]?.output()).toContain('notJson')
  })

  it('gives the last price at once to who subscribes after the feed has gone quiet', async () => {
    const late = new Watcher()
    const beganMs = Date.now()
    await late.follow(stack.gateways[1]?.url ?? '', quotes(), 1)
    await until(() => Promise.resolve(quotes().every((topic) => late.offset(topic) >= 0)), {
      what: 'last prices',
      timeoutMs: 2000,
    })
    expect(Date.now() - beganMs).toBeLessThan(2000)
    for (const { topic, state } of await snapshot(1, quotes())) expect(late.state(topic)).toEqual(state)
    late.cut()
  })

  it('[CLS3] moves the clients of a draining gateway to the other before it ends', async () => {
    const movers = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const mover = new Watcher()
        await mover.follow(stack.gateways[0]?.url ?? '', quotes())
        return mover
      }),
    )
    const draining = stack.gateways[0]?.drain()
    const moved = movers.map(async (mover) => {
      const { retryAfterMs, code } = await mover.client.next('closing')
      expect(code).toBe(1012)
      expect((await mover.client.ended).code).toBe(1012)
      await sleep(retryAfterMs / 10)
      await mover.follow(stack.url, quotes())
      expect(mover.server).toBe('gateway-2')
      expect(quotes().map((topic) => mover.topics.get(topic)?.start)).toEqual(quotes().map(() => 'resume'))
      return retryAfterMs
    })
    const waits = await Promise.all(moved)
    expect(new Set(waits).size).toBeGreaterThan(5)
    expect(await draining).toMatchObject({ code: 0 })
    for (const mover of movers) {
      expect(mover.broken).toEqual([])
      mover.cut()
    }
  })
})
