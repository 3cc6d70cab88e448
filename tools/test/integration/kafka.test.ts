import { Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKafka, type LocalKafka } from '@tickwall/tools'

let kafka: LocalKafka

beforeAll(async () => {
  kafka = await startKafka({ topics: [{ topic: 'ticks', partitions: 3 }] })
})

afterAll(async () => {
  // Absent when it did not start.
  await (kafka as LocalKafka | undefined)?.stop()
})

const client = (): Kafka => new Kafka({ brokers: [kafka.brokers], logLevel: logLevel.NOTHING })

async function newestOffset(): Promise<string | undefined> {
  const admin = client().admin()
  await admin.connect()
  const offsets = await admin.fetchTopicOffsets('ticks')
  await admin.disconnect()
  return offsets.find(({ partition }) => partition === 1)?.high
}

describe('a local broker', () => {
  it('has the topics it was asked for, and refuses others', async () => {
    const admin = client().admin()
    await admin.connect()
    const { topics } = await admin.fetchTopicMetadata({ topics: ['ticks'] })
    expect(topics[0]?.partitions).toHaveLength(3)
    await expect(admin.fetchTopicMetadata({ topics: ['tick'] })).rejects.toThrow()
    await admin.disconnect()
  })

  it('keeps its log and its address over SIGKILL and restart', async () => {
    const producer = client().producer()
    await producer.connect()
    await producer.send({ topic: 'ticks', acks: -1, messages: [{ partition: 1, key: 'a', value: '1' }] })
    await producer.disconnect()
    expect(await newestOffset()).toBe('1')
    const { brokers, pid } = kafka
    await kafka.kill('SIGKILL')
    await kafka.restart()
    expect(kafka.brokers).toBe(brokers)
    expect(kafka.pid).not.toBe(pid)
    expect(await newestOffset()).toBe('1')
  })
})
