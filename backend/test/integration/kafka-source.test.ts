import { startKafka, type LocalKafka } from '@tickwall/tools'
import { Kafka, logLevel, type Admin } from 'kafkajs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { BrokerConnections } from '../../src/ingest/kafka/broker-connections.js'
import { createKafkaClient } from '../../src/ingest/kafka/kafka-client.js'
import type { KafkaSourceOptions } from '../../src/ingest/kafka/kafka-source-options.js'
import { metadataV5 } from '../../src/ingest/kafka/metadata-v5.js'
import { sendRaw } from '../../src/ingest/kafka/raw-request.js'
import { metadataV12 } from '../../src/ingest/kafka/topic-identity.js'
import {
  eventually,
  freshTopics,
  kafkaBench,
  numberedTicks,
  numbers,
  upTo,
  type KafkaBench,
} from '../fakes/kafka-bench.js'

let kafka: LocalKafka
let client: Kafka
let admin: Admin
let benches: KafkaBench[] = []

beforeAll(async () => {
  kafka = await startKafka()
  client = new Kafka({ brokers: [kafka.brokers], logLevel: logLevel.NOTHING })
  admin = client.admin()
  await admin.connect()
})
afterAll(async () => {
  await admin.disconnect()
  await kafka.stop()
})
afterEach(async () => {
  await Promise.all(benches.map((bench) => bench.stop()))
  benches = []
})

function bench(topics = freshTopics(), options: Partial<KafkaSourceOptions> = {}): KafkaBench {
  const made = kafkaBench(kafka.brokers, topics, options)
  benches.push(made)
  return made
}

/** kafkajs deletes records only of a topic that it has asked about before. */
async function deleteRecordsBefore(topic: string, offset: number): Promise<void> {
  await admin.fetchTopicOffsets(topic)
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: `${offset}` }] })
}

const tick = (partition: number) => ({ log: 'ticks', partition }) as const

describe('start', () => {
  it('is ready when every partition has been read to the end it had, in order and once', async () => {
    const { source, sink, publisher, topics, states } = bench()
    await kafka.createTopics([{ topic: topics.ticks, partitions: 3 }, { topic: topics.metrics }])
    const beforeMs = Date.now()
    await publisher.publish(numberedTicks(0, 20_000))
    await publisher.publish([{ log: 'metrics', key: 'web-1', value: 'cpu', eventTime: 1 }])

    await source.start(sink)

    expect(numbers(sink).slice(0, 20_000)).not.toContain(Number.NaN)
    expect(sink.values({ log: 'metrics', partition: 0 })).toEqual(['cpu'])
    for (const partition of [0, 1, 2]) {
      const { records, start, repeated } = sink.of(tick(partition))
      expect(records.map(({ offset }) => offset)).toEqual(upTo(records.length))
      expect(start).toMatchObject({ horizon: 0, horizonMs: null })
      expect(repeated).toBe(0)
      for (const { publishedAt, timestamp, key } of records.slice(0, 10)) {
        expect(publishedAt).toBeGreaterThanOrEqual(beforeMs)
        expect(timestamp).toBe(publishedAt)
        expect(key?.toString()).toMatch(/^key-/)
      }
    }
    expect(
      [0, 1, 2]
        .flatMap((partition) => sink.values(tick(partition)))
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual(upTo(20_000))
    expect(states).toEqual(['catchingUp', 'live'])
    expect(source.lag().map(({ lag }) => lag)).toEqual([0, 0, 0, 0])
  })

  it('is ready with empty partitions, and reads what comes later', async () => {
    const { source, sink, publisher, topics } = bench()
    await kafka.createTopics([{ topic: topics.ticks, partitions: 2 }])
    await source.start(sink)
    expect(sink.position(tick(0))).toBe(-1)
    expect(sink.position(tick(1))).toBe(-1)
    await publisher.publish(numberedTicks(0, 100))
    await eventually(() => numbers(sink).length === 100, 'the records of a partition that was empty')
    await eventually(() => source.state === 'live', 'live')
  })

  it('is ready without its topics, and reads them once they are created', async () => {
    const { source, sink, publisher, topics } = bench()
    await source.start(sink)
    expect(source.lag()).toEqual([])
    expect(await source.logEnd(tick(0))).toBeNull()
    await kafka.createTopics([{ topic: topics.metrics }])
    await publisher.publish([{ log: 'metrics', key: 'web-1', value: 'first', eventTime: 1 }])
    await eventually(() => sink.allValues().length === 1, 'the record of a topic created later', 10_000)
    await kafka.createTopics([{ topic: topics.ticks, partitions: 2 }])
    await publisher.publish(numberedTicks(0, 10))
    await eventually(() => sink.allValues().length === 11, 'the records of a second topic created later', 10_000)
  })

  it('reads a partition that is added', async () => {
    const { source, sink, topics } = bench()
    await kafka.createTopics([{ topic: topics.ticks }])
    await source.start(sink)
    await admin.createPartitions({ topicPartitions: [{ topic: topics.ticks, count: 3 }] })
    const producer = client.producer({ allowAutoTopicCreation: false, metadataMaxAge: 100 })
    await producer.connect()
    await producer.send({ topic: topics.ticks, messages: [{ partition: 2, key: 'k', value: '7' }] })
    await producer.disconnect()
    await eventually(() => sink.allValues().length === 1, 'the record of an added partition', 10_000)
    expect(sink.values(tick(2))).toEqual(['7'])
    expect(sink.events.map(({ key }) => key)).toEqual(['ticks/0', 'ticks/1', 'ticks/2'])
  })

  it('[AUT11] reads records once they are old enough, with a delay, and no sooner', async () => {
    const DELAY_MS = 600_000
    let aheadMs = 0
    const clock = { nowMs: () => Date.now() + aheadMs, monotonicMs: () => performance.now() + aheadMs }
    const { source, sink, topics, said } = bench(freshTopics(), { delayMs: DELAY_MS, clock })
    await kafka.createTopics([{ topic: topics.ticks, partitions: 2 }])
    const producer = client.producer({ transactionalId: topics.ticks, maxInFlightRequests: 1, idempotent: true })
    const plain = client.producer()
    await Promise.all([producer.connect(), plain.connect()])
    const message = (partition: number, agoMs: number, value: string) => ({
      ...{ topic: topics.ticks },
      messages: [{ partition, key: 'k', value, timestamp: String(Date.now() - agoMs) }],
    })
    await plain.send(message(0, DELAY_MS + 60_000, 'old'))
    await plain.send(message(0, 60_000, 'young'))
    await plain.send(message(0, DELAY_MS + 60_000, 'late'))
    await plain.send(message(1, 60_000, 'young'))

    await source.start(sink)
    expect([sink.values(tick(0)), sink.values(tick(1))]).toEqual([['old'], []])
    expect([await source.logEnd(tick(0)), await source.logEnd(tick(1))]).toEqual([1, 0])
    await eventually(() => source.state === 'live', 'live, though all waits')
    expect(source.lag().map(({ lag }) => lag)).toEqual([0, 0])

    // Its end is marked by an offset without a record, which is stamped as well.
    const transaction = await producer.transaction()
    await transaction.send(message(1, 0, 'new'))
    await transaction.commit()
    aheadMs = DELAY_MS - 30_000
    await eventually(() => sink.allValues().length === 4, 'what was held came due')
    expect([sink.values(tick(0)), sink.values(tick(1))]).toEqual([['old', 'young', 'late'], ['young']])
    aheadMs = DELAY_MS + 30_000
    await eventually(() => sink.position(tick(1)) === 2, 'all of it came due')
    expect(sink.values(tick(1))).toEqual(['young', 'new'])
    expect([sink.of(tick(0)).repeated, sink.of(tick(1)).repeated]).toEqual([0, 0])
    expect(said).not.toContain('the Kafka consumer is replaced')
    expect(sink.events).toHaveLength(2)
    await Promise.all([producer.disconnect(), plain.disconnect()])
  })

  it.each(['compact', 'compact,delete'])('refuses a topic with cleanup.policy=%s', async (policy) => {
    const { source, sink, topics } = bench()
    await kafka.createTopics([{ topic: topics.ticks, config: { 'cleanup.policy': policy } }])
    await expect(source.start(sink)).rejects.toMatchObject({ name: 'OperatingFault', code: 'compactedTopic' })
    expect(sink.events).toEqual([])
  })

  it('refuses one topic for both logs', async () => {
    const { source, sink } = bench({ ticks: 'same', metrics: 'same' })
    await expect(source.start(sink)).rejects.toMatchObject({ code: 'sameTopic' })
  })

  it('rejects when it is stopped before it is ready', async () => {
    const { source, sink } = bench()
    const started = source.start(sink)
    await source.stop()
    await expect(started).rejects.toMatchObject({ code: 'stopped' })
  })
})

describe('the group', () => {
  it('is another for each source, and nothing is committed', async () => {
    const topics = freshTopics()
    await kafka.createTopics([{ topic: topics.ticks, partitions: 2 }])
    const [first, second] = [bench(topics), bench(topics)]
    await first.publisher.publish(numberedTicks(0, 1_000))
    const before = new Set((await admin.listGroups()).groups.map(({ groupId }) => groupId))
    await Promise.all([first.source.start(first.sink), second.source.start(second.sink)])
    expect(numbers(first.sink)).toEqual(upTo(1_000))
    expect(numbers(second.sink)).toEqual(upTo(1_000))
    const groups = (await admin.listGroups()).groups.map(({ groupId }) => groupId).filter((id) => !before.has(id))
    expect(groups.length).toBe(2)
    for (const groupId of groups) {
      const offsets = await admin.fetchOffsets({ groupId, topics: [topics.ticks] })
      expect(offsets.flatMap(({ partitions }) => partitions.map(({ offset }) => offset))).toEqual(['-1', '-1'])
    }
    // Where the log's identity can be proven, every process gives the fold the same name.
    expect(first.sink.of(tick(0)).start).toEqual(second.sink.of(tick(0)).start)
    expect(first.sink.of(tick(0)).start.epoch).toContain('"nonce":null')
  })
})

describe('the log', () => {
  it('gets a new epoch when its topic is created anew', async () => {
    const { source, sink, publisher, topics } = bench()
    await kafka.createTopics([{ topic: topics.ticks }])
    await publisher.publish(numberedTicks(0, 100))
    await source.start(sink)
    const { epoch } = sink.of(tick(0)).start
    await admin.deleteTopics({ topics: [topics.ticks] })
    await kafka.createTopics([{ topic: topics.ticks }])
    const second = kafkaBench(kafka.brokers, topics)
    benches.push(second)
    // As many as before and more: an offset alone would not tell.
    await second.publisher.publish(numberedTicks(1_000, 1_200))
    await eventually(() => sink.values(tick(0)).at(-1) === '1199', 'the new log')
    expect(sink.of(tick(0)).start.epoch).not.toBe(epoch)
    expect(sink.values(tick(0)).map(Number)).toEqual(upTo(1_200).slice(1_000))
    // Nothing of the new log was taken for a continuation of the old one.
    expect(sink.begun[0]?.records.length).toBe(100)
    await eventually(() => source.state === 'live', 'live')
  })

  it('is forgotten when its topic is deleted', async () => {
    const { source, sink, topics } = bench()
    await kafka.createTopics([{ topic: topics.ticks }])
    await source.start(sink)
    await admin.deleteTopics({ topics: [topics.ticks] })
    await eventually(() => sink.events.some(({ kind }) => kind === 'close'), 'the close', 20_000)
    expect(source.lag()).toEqual([])
  })

  it('is read from where it was truncated, and the horizon is dated', async () => {
    const { source, sink, publisher, topics } = bench()
    await kafka.createTopics([{ topic: topics.ticks }])
    await publisher.publish(numberedTicks(0, 100))
    await deleteRecordsBefore(topics.ticks, 40)
    await source.start(sink)
    const { start, records } = sink.of(tick(0))
    expect(start).toMatchObject({ horizon: 40, horizonMs: records[0]?.timestamp })
    expect(sink.values(tick(0)).map(Number)).toEqual(upTo(100).slice(40))
  })

  it('is opened with its first record when it was truncated to nothing', async () => {
    const { source, sink, publisher, topics } = bench()
    await kafka.createTopics([{ topic: topics.ticks }])
    await publisher.publish(numberedTicks(0, 50))
    await deleteRecordsBefore(topics.ticks, 50)
    await source.start(sink)
    expect(sink.position(tick(0))).toBeNull()
    await publisher.publish(numberedTicks(50, 60))
    await eventually(() => sink.position(tick(0)) === 59, 'the first records')
    expect(sink.of(tick(0)).start).toMatchObject({ horizon: 50, horizonMs: sink.of(tick(0)).records[0]?.timestamp })
  })

  it('is folded anew when records that were not read yet are gone', async () => {
    const { source, sink, publisher, topics } = bench()
    await kafka.createTopics([{ topic: topics.ticks }])
    await publisher.publish(numberedTicks(0, 100))
    const producer = client.producer({ transactionalId: 'holds-back', maxInFlightRequests: 1 })
    await producer.connect()
    const transaction = await producer.transaction()
    // An open transaction is where reading ends, whatever is written after it.
    await transaction.send({ topic: topics.ticks, messages: [{ key: 'k', value: 'never' }] })
    await publisher.publish(numberedTicks(101, 200))
    await source.start(sink)
    expect(sink.position(tick(0))).toBe(99)
    const { epoch } = sink.of(tick(0)).start
    await deleteRecordsBefore(topics.ticks, 150)
    await transaction.abort()
    await producer.disconnect()
    await eventually(() => sink.events.length === 2, 'the fold begun anew')
    await eventually(() => source.lag()[0]?.lag === 0, 'the end of the log')
    expect(sink.of(tick(0)).start).toMatchObject({ epoch, horizon: 150 })
    expect(sink.values(tick(0)).map(Number)).toEqual(upTo(200).slice(150))
  })

  it('is read to its end where that holds no record', async () => {
    const { source, sink, topics } = bench()
    await kafka.createTopics([{ topic: topics.ticks }])
    const producer = client.producer({ transactionalId: 'leaves-markers', maxInFlightRequests: 1 })
    await producer.connect()
    const send = async (value: string, end: 'commit' | 'abort') => {
      const transaction = await producer.transaction()
      await transaction.send({ topic: topics.ticks, messages: [{ key: 'k', value }] })
      await transaction[end]()
    }
    await send('kept', 'commit')
    await send('dropped', 'abort')
    await source.start(sink)
    expect(sink.values(tick(0))).toEqual(['kept'])
    expect(await source.logEnd(tick(0))).toBe(4)
    expect(sink.position(tick(0))).toBe(3)
    await send('dropped too', 'abort')
    await send('also kept', 'commit')
    await producer.disconnect()
    await eventually(() => sink.position(tick(0)) === 7, 'the last marker')
    expect(sink.values(tick(0))).toEqual(['kept', 'also kept'])
    expect(source.lag()[0]?.lag).toBe(0)
  })

  it.each(['gzip', 'snappy', 'lz4', 'zstd'])('is read when it is compressed with %s', async (codec) => {
    const { source, sink, publisher, topics } = bench()
    await kafka.createTopics([{ topic: topics.ticks, config: { 'compression.type': codec } }])
    await publisher.publish(numberedTicks(0, 5_000))
    await source.start(sink)
    expect(numbers(sink)).toEqual(upTo(5_000))
  })

  it('keeps records without key or value, and large ones', async () => {
    const { source, sink, topics } = bench()
    await kafka.createTopics([{ topic: topics.ticks }])
    const producer = client.producer()
    await producer.connect()
    const large = 'x'.repeat(1_000_000)
    await producer.send({
      topic: topics.ticks,
      messages: [
        { key: 'k', value: null },
        { key: null, value: 'v' },
      ],
    })
    await producer.send({ topic: topics.ticks, messages: [{ key: 'k', value: large }] })
    await producer.send({ topic: topics.ticks, messages: [{ key: 'k', value: 'after' }] })
    await producer.disconnect()
    await source.start(sink)
    const { records } = sink.of(tick(0))
    expect(records.map(({ key, value }) => [key?.toString() ?? null, value?.length ?? null])).toEqual([
      ['k', null],
      [null, 1],
      ['k', 1_000_000],
      ['k', 5],
    ])
  })

  it('dates a record by the broker where the topic says so', async () => {
    const { source, sink, topics } = bench()
    await kafka.createTopics([{ topic: topics.ticks, config: { 'message.timestamp.type': 'LogAppendTime' } }])
    const producer = client.producer()
    await producer.connect()
    await producer.send({ topic: topics.ticks, messages: [{ key: 'k', value: 'v', timestamp: '1000' }] })
    await producer.disconnect()
    const beforeStartMs = Date.now()
    await source.start(sink)
    const [record] = sink.of(tick(0)).records
    expect(record?.publishedAt).toBe(record?.timestamp)
    expect(record?.publishedAt).toBeLessThanOrEqual(beforeStartMs)
    expect(record?.publishedAt).toBeGreaterThan(beforeStartMs - 60_000)
  })
})

describe('the metadata', () => {
  it('is the same from an older broker, but for the ids', async () => {
    const { topics } = bench()
    await kafka.createTopics([{ topic: topics.ticks, partitions: 2 }])
    const kafkaClient = createKafkaClient({
      brokers: [kafka.brokers],
      clientId: 'test',
      connectionTimeoutMs: 1_000,
      requestTimeoutMs: 1_000,
      log: {
        debug: () => undefined,
        info: () => undefined,
        warn: () => undefined,
        error: () => undefined,
        fatal: () => undefined,
      },
    })
    const broker = await new BrokerConnections(kafkaClient).any()
    const names = [topics.ticks, 'no-such-topic']
    const [newer, older] = [await sendRaw(broker, metadataV12(names)), await sendRaw(broker, metadataV5(names))]
    kafkaClient.destroy()
    const byName = (a: { topic: string }, b: { topic: string }) => (a.topic < b.topic ? -1 : 1)
    const withoutIds = newer.topics.map((topic) => ({ ...topic, topicId: null })).sort(byName)
    expect({ ...older, topics: [...older.topics].sort(byName) }).toEqual({ ...newer, topics: withoutIds })
    expect(newer.topics.find(({ topic }) => topic === topics.ticks)).toMatchObject({
      error: 'none',
      topicId: expect.stringMatching(/^[\w-]{22}$/),
      partitions: expect.arrayContaining([{ partition: 1, leader: 1 }]),
    })
    expect(newer.topics.find(({ topic }) => topic === 'no-such-topic')?.error).toBe('unknownTopic')
  })
})

describe('the horizon', () => {
  const dayMs = 86_400_000
  const todayMs = Math.floor(Date.now() / dayMs) * dayMs
  /** Ten records a day, hourly from 06:00, of the four days before today. */
  const publishDays = async (topic: string) => {
    const producer = client.producer()
    await producer.connect()
    for (const day of [4, 3, 2, 1])
      for (const hour of upTo(10)) {
        const timestamp = `${todayMs - day * dayMs + (6 + hour) * 3_600_000}`
        await producer.send({ topic, messages: [{ key: 'k', value: `${day}/${hour}`, timestamp }] })
      }
    await producer.disconnect()
  }

  it('moves to the session start that fits, with a warning, when the log is too long', async () => {
    const { source, sink, topics, said } = bench(freshTopics(), { bootstrapMaxRecords: 25 })
    await kafka.createTopics([{ topic: topics.ticks, config: { 'retention.ms': '-1' } }])
    await publishDays(topics.ticks)
    await source.start(sink)
    // The record before the session is what proves that nothing of it was missed.
    expect(sink.values(tick(0)).slice(0, 2)).toEqual(['3/9', '2/0'])
    expect(sink.of(tick(0)).start.horizonMs).toBe(todayMs - 3 * dayMs + 15 * 3_600_000)
    expect(said.join()).toContain('BOOTSTRAP_MAX_RECORDS')
  })

  it.each([
    ['previousSession', 'previousSession', '3/9'],
    ['a duration back from the newest record', { ms: 2 * 3_600_000 }, '1/7'],
    ['earliest', 'earliest', '4/0'],
  ] as const)('can be %s', async (_name, bootstrapFrom, first) => {
    const { source, sink, topics } = bench(freshTopics(), { bootstrapFrom })
    await kafka.createTopics([{ topic: topics.ticks, config: { 'retention.ms': '-1' } }])
    await publishDays(topics.ticks)
    await source.start(sink)
    expect(sink.values(tick(0))[0]).toBe(first)
    expect(sink.values(tick(0)).at(-1)).toBe('1/9')
  })
})
