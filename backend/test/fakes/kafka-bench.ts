import { createPublisher, type Publisher, type PublishRecord } from '@tickwall/tools'
import { setTimeout as sleep } from 'node:timers/promises'
import { KafkaSource } from '../../src/ingest/kafka/kafka-source.js'
import type { KafkaSourceOptions } from '../../src/ingest/kafka/kafka-source-options.js'
import type { SourceState } from '@tickwall/protocol'
import { RecordingSink } from './recording-sink.js'

/** A Kafka source at work on a recording sink, and a publisher for its topics. */
export interface KafkaBench {
  readonly source: KafkaSource
  readonly sink: RecordingSink
  readonly publisher: Publisher
  readonly topics: KafkaSourceOptions['topics']
  /** The states it went through since it was made. */
  readonly states: SourceState[]
  /** The sentences it logged above debug. */
  readonly said: string[]
  stop(): Promise<void>
}

let made = 0

/** Names no other test uses. */
export function freshTopics(): KafkaSourceOptions['topics'] {
  made += 1
  return { ticks: `ticks-${made}`, metrics: `metrics-${made}` }
}

export function kafkaBench(
  brokers: string,
  topics: KafkaSourceOptions['topics'],
  options: Partial<KafkaSourceOptions> = {},
): KafkaBench {
  const said: string[] = []
  const say = (_fields: object, message: string): void => void said.push(message)
  const log = { debug: () => undefined, info: say, warn: say, error: say, fatal: say }
  const source = new KafkaSource({
    brokers: [brokers],
    topics,
    epochOf: (identity) => JSON.stringify(identity),
    log,
    ...options,
  })
  const states: SourceState[] = []
  source.state$.subscribe((state) => states.push(state))
  const publisher = createPublisher({ brokers: [brokers], topics })
  return {
    source,
    sink: new RecordingSink(),
    publisher,
    topics,
    states,
    said,
    async stop() {
      await Promise.all([source.stop(), publisher.stop()])
    },
  }
}

/** Numbered ticks over some keys, so that what is lost, doubled or out of order shows. */
export const numberedTicks = (from: number, to: number, keys = 8): readonly PublishRecord[] =>
  Array.from({ length: to - from }, (_, index) => {
    const number = from + index
    return { log: 'ticks', key: `key-${number % keys}`, value: `${number}`, eventTime: number }
  })

/** The numbers a sink holds of `numberedTicks`, ascending. */
export const numbers = (sink: RecordingSink): readonly number[] =>
  sink
    .allValues()
    .map(Number)
    .sort((a, b) => a - b)

export const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index)

/** Waits until something holds, looking every 20 ms. */
export async function eventually(holds: () => boolean, what: string, withinMs = 15_000): Promise<void> {
  const deadlineMs = Date.now() + withinMs
  while (!holds()) {
    if (Date.now() > deadlineMs) throw new Error(`not within ${withinMs} ms: ${what}`)
    await sleep(20)
  }
}
