import { createPublisher, startKafka } from '@tickwall/tools'
import { it } from 'vitest'
import { KafkaSource } from '../../src/ingest/kafka/kafka-source.js'
import { RecordingSink } from '../fakes/recording-sink.js'
import { writeFileSync, appendFileSync } from 'node:fs'
it('probe', async () => {
  const kafka = await startKafka()
  await kafka.createTopics([{ topic: 't1', partitions: 3 }])
  const t = Date.now()
  writeFileSync('/tmp/kf/probe.log', '')
  const say = (...a: unknown[]) =>
    appendFileSync(
      '/tmp/kf/probe.log',
      Date.now() - t + ' ' + a.map((x) => (x instanceof Error ? x.stack : JSON.stringify(x))).join(' ') + '\n',
    )
  const sink = new RecordingSink()
  const source = new KafkaSource({
    brokers: [kafka.brokers],
    topics: { ticks: 't1', metrics: 'm1' },
    epochOf: (i) => JSON.stringify(i),
    log: {
      debug: (f, m) => say('debug', m, f),
      info: (f, m) => say('info', m, f),
      warn: (f, m) => say('warn', m, f),
      error: (f, m) => say('error', m, f),
      fatal: say,
    },
  })
  source.state$.subscribe((s) => say('state', s))
  await source.start(sink)
  say('ready')
  await new Promise((r) => setTimeout(r, 3000))
  const cpu = process.cpuUsage()
  await new Promise((r) => setTimeout(r, 10000))
  const used = process.cpuUsage(cpu)
  say('idle cpu %', (used.user + used.system) / 100000)
  await source.stop()
  await kafka.stop()
}, 60000)
