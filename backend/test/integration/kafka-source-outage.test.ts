import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startKafka, type LocalKafka } from '@tickwall/tools'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, beforeAll, describe, expect, it } from 'vitest'
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
let bench: KafkaBench

beforeAll(async () => {
  kafka = await startKafka()
})
afterAll(() => kafka.stop())
beforeEach(async () => {
  const topics = freshTopics()
  await kafka.createTopics([{ topic: topics.ticks, partitions: 3 }, { topic: topics.metrics }])
  bench = kafkaBench(kafka.brokers, topics)
})
afterEach(() => bench.stop())

const tick = (partition: number) => ({ log: 'ticks', partition }) as const

/** Publishes 100 numbered ticks every 20 ms, whatever becomes of the broker, until it is told to end; resolves with their count. */
function publishing(): { end(): Promise<number> } {
  let hasEnded = false
  const run = async (): Promise<number> => {
    let count = 0
    while (!hasEnded) {
      await bench.publisher.publish(numberedTicks(count, count + 100))
      count += 100
      await sleep(20)
    }
    return count
  }
  const running = run()
  return {
    end() {
      hasEnded = true
      return running
    },
  }
}

async function expectAllOnce(count: number): Promise<void> {
  const { sink, source } = bench
  await eventually(() => sink.allValues().length >= count, `${count} records`, 30_000)
  await eventually(() => source.state === 'live', 'live')
  expect(numbers(sink)).toEqual(upTo(count))
  for (const partition of [0, 1, 2]) {
    const { records } = sink.of(tick(partition))
    expect(records.map(({ offset }) => offset)).toEqual(upTo(records.length))
  }
  expect(sink.events.map(({ kind }) => kind)).toEqual(['open', 'open', 'open', 'open'])
}

describe('a broker that is killed', () => {
  it('for 10 s in the middle costs nothing, and is noticed within 2.5 s', async () => {
    const { source, sink, states } = bench
    const producer = publishing()
    await source.start(sink)
    await eventually(() => sink.allValues().length > 5_000, 'records before the outage')
    await kafka.kill('SIGKILL')
    const killedMs = Date.now()
    await eventually(() => source.state === 'lost', 'lost', 2_500)
    expect(await source.logEnd(tick(0))).toBeNull()
    expect(source.lag().map(({ lag }) => lag)).toEqual([null, null, null, null])
    const held = sink.allValues().length
    await sleep(10_000 - (Date.now() - killedMs))
    expect(sink.allValues().length).toBe(held)
    await kafka.restart()
    const backMs = Date.now()
    await eventually(() => sink.allValues().length > held, 'records after the outage')
    expect(Date.now() - backMs).toBeLessThan(10_000)
    await sleep(1_000)
    await expectAllOnce(await producer.end())
    expect(states.filter((state, index) => state !== states[index - 1])).toEqual([
      'catchingUp',
      'live',
      'lost',
      'catchingUp',
      'live',
    ])
    expect(await source.logEnd(tick(0))).toBe((sink.position(tick(0)) ?? 0) + 1)
  })

  it('again and again costs nothing', async () => {
    const { source, sink } = bench
    const producer = publishing()
    await source.start(sink)
    for (let round = 0; round < 2; round++) {
      await sleep(1_500)
      await kafka.kill('SIGKILL')
      await sleep(200)
      await kafka.restart()
    }
    await sleep(1_500)
    await expectAllOnce(await producer.end())
  })

  it('while the log is being read for the first time only delays being ready', async () => {
    const { source, sink, publisher } = bench
    await publisher.publish(numberedTicks(0, 200_000))
    const started = source.start(sink)
    await eventually(() => sink.allValues().length > 20_000, 'a part of the log')
    await kafka.kill('SIGKILL')
    await sleep(1_000)
    expect(source.lag().length).toBe(4)
    await kafka.restart()
    await started
    await expectAllOnce(200_000)
  })

  it('before the start is waited for', async () => {
    const { source, sink, publisher, said } = bench
    await publisher.publish(numberedTicks(0, 1_000))
    await kafka.kill('SIGKILL')
    const started = source.start(sink)
    await eventually(() => source.state === 'lost', 'lost')
    await sleep(3_000)
    expect(said).toEqual(['Kafka does not answer; asked again every second'])
    await kafka.restart()
    await started
    await expectAllOnce(1_000)
  })
})

describe('a broker that answers nothing', () => {
  it('is noticed, and reading goes on when it answers again', async () => {
    const { source, sink } = bench
    const producer = publishing()
    await source.start(sink)
    await eventually(() => sink.allValues().length > 2_000, 'records before')
    kafka.pause()
    await eventually(() => source.state === 'lost', 'lost', 3_500)
    expect(await source.logEnd(tick(0))).toBeNull()
    await sleep(3_000)
    kafka.resume()
    await sleep(1_000)
    await expectAllOnce(await producer.end())
  })
})

describe('a log that comes back with less than was read', () => {
  it('is folded anew under a name nobody else gives it', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tickwall-shrunk-'))
    const topics = freshTopics()
    const broker = await startKafka({ dir, topics: [{ topic: topics.ticks }] })
    const shrinking = kafkaBench(broker.brokers, topics)
    try {
      await shrinking.publisher.publish(numberedTicks(0, 50))
      await broker.kill('SIGTERM')
      cpSync(join(dir, 'data'), join(dir, 'backup'), { recursive: true })
      await broker.restart()
      const { source, sink, publisher } = shrinking
      await publisher.publish(numberedTicks(50, 100))
      await source.start(sink)
      const { epoch } = sink.of(tick(0)).start
      await broker.kill('SIGKILL')
      rmSync(join(dir, 'data'), { recursive: true })
      renameSync(join(dir, 'backup'), join(dir, 'data'))
      await broker.restart()
      await eventually(() => sink.begun.length === 2 && sink.values(tick(0)).length === 50, 'the shorter log', 30_000)
      expect(epoch).toContain('"nonce":null')
      expect(sink.of(tick(0)).start.epoch).toMatch(/"nonce":"[^"]+"/)
      expect(numbers(sink)).toEqual(upTo(50))
    } finally {
      await shrinking.stop()
      await broker.stop()
      rmSync(dir, { recursive: true, force: true })
    }
  })
})

describe('stop', () => {
  it('ends while the broker is gone', async () => {
    const { source, sink } = bench
    await source.start(sink)
    await kafka.kill('SIGKILL')
    const stoppedMs = Date.now()
    await source.stop()
    expect(Date.now() - stoppedMs).toBeLessThan(4_000)
    await kafka.restart()
  })
})
