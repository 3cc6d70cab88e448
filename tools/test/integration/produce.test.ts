import { systemClock } from '@tickwall/backend/lanes/clock.js'
import { findRecording, startChild, startKafka, until, type LocalKafka } from '@tickwall/tools'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { produce } from '../../src/produce/produce.js'
import { parseProduceOptions } from '../../src/produce/produce-options.js'
import { topicRecords } from '../../src/produce/topic-records.js'
import { repositoryRoot } from '../../src/repository.js'

describe('npm run produce', () => {
  let kafka: LocalKafka

  beforeAll(async () => {
    kafka = await startKafka({
      topics: [
        { topic: 'recorded', partitions: 6 },
        { topic: 'simulated', partitions: 4 },
        { topic: 'metrics', partitions: 1 },
      ],
    })
  })
  afterAll(() => kafka.stop())

  const run = async (args: readonly string[], ticks: string, signal = new AbortController().signal) => {
    const lines: string[] = []
    const options = parseProduceOptions(args, { KAFKA_BROKERS: kafka.brokers, KAFKA_TOPIC_TICKS: ticks })!
    await produce(options, { clock: systemClock, signal, say: (line) => lines.push(line) })
    return lines
  }

  it('publishes a recording to the last record', async () => {
    const { dir, name } = findRecording()
    const rowsOf = (kind: string) =>
      gunzipSync(readFileSync(join(dir, `${name}_${kind}.csv.gz`)))
        .toString()
        .trimEnd()
        .split('\n').length - 1
    const rows = rowsOf('trades') + rowsOf('quotes')
    const lines = await run(['recorded', '--folder', dir, '--name', name, '--speed', 'max', '--no-retime'], 'recorded')
    expect(lines.at(-1)).toBe(`Published ${rows} ticks and 0 metrics.`)
    expect(await topicRecords([kafka.brokers], 'recorded')).toBe(rows)
  })

  it('publishes the simulated market, its history only into an empty topic, and the metrics of this machine', async () => {
    const ending = new AbortController()
    const first = run(['simulated'], 'simulated', ending.signal)
    const isLive = async () => ((await topicRecords([kafka.brokers], 'metrics')) ?? 0) > 20
    await until(isLive, { what: 'the history to be published', timeoutMs: 90_000 })
    ending.abort()
    expect((await first)[0]).toContain('history first')
    const held = await topicRecords([kafka.brokers], 'simulated')
    expect(held).toBeGreaterThan(250_000)
    const second = await run(['simulated', '--seconds', '3'], 'simulated')
    expect(second[0]).not.toContain('history')
    const added = ((await topicRecords([kafka.brokers], 'simulated')) ?? 0) - (held ?? 0)
    expect(added).toBeGreaterThan(1_500)
    expect(added).toBeLessThan(20_000)
  })

  it('waits for a topic that is not there, and for no longer than wanted', async () => {
    expect(await run(['simulated', '--seconds', '1.5'], 'missing')).toEqual([
      'Waiting for the Kafka topic missing …',
      'Published 0 ticks and 0 metrics.',
    ])
  })

  it('ends cleanly at Ctrl-C, also while the broker is away', async () => {
    const start = async (topic: string) => {
      const child = await startChild(process.execPath, ['tools/dist/produce.js', 'simulated', '--backfill', 'no'], {
        cwd: repositoryRoot,
        env: { ...process.env, KAFKA_BROKERS: kafka.brokers, KAFKA_TOPIC_TICKS: topic },
        graceMs: 20_000,
      })
      await until(() => Promise.resolve(child.output().includes('Publishing')), {
        what: 'the producer to publish',
        timeoutMs: 30_000,
      })
      return child
    }
    const first = await start('simulated')
    expect(await first.kill('SIGINT')).toEqual({ code: 0, signal: null })
    expect(first.output()).toMatch(/Published \d+ ticks/)
    const second = await start('simulated')
    await kafka.kill('SIGKILL')
    expect(await second.kill('SIGINT'), second.output()).toEqual({ code: 0, signal: null })
    expect(second.output()).toMatch(/Published \d+ ticks/)
    await kafka.restart()
  })
})
