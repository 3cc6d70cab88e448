import { randomUUID } from 'node:crypto'
import type { Config } from '../config/parse-config.js'
import { KafkaSource } from '../ingest/kafka/kafka-source.js'
import type { Stall } from '../ingest/kafka/stall.js'
import { RecordedSource } from '../ingest/recorded/recorded-source.js'
import { SimulatedSource } from '../ingest/simulated/simulated-source.js'
import type { PartitionId, Source } from '../ingest/source.js'
import type { Clock } from '../lanes/clock.js'
import { epochOf } from '../market/epoch.js'
import type { Log } from '../observe/log.js'

/**
 * The source that the configuration asks for, not started; `onStall` is told of each Kafka consumer that is replaced. `delayMs`: so
 * old must be what it reads from Kafka; the others know no delay.
 */
export function createSource(
  { source, sessionStartMs }: Config,
  clock: Clock,
  log: Log,
  onStall: (why: Stall) => void = () => {},
  delayMs = 0,
): Source {
  // A log that lives in this process is another one in the next.
  const nonce = randomUUID()
  const ofProcess = (id: PartitionId): string =>
    epochOf({ ...id, clusterId: null, topicId: null, nonce, sessionStartMs })
  switch (source.kind) {
    case 'simulated':
      return new SimulatedSource({ clock, epochOf: ofProcess, seed: source.seed, rate: source.ticksPerSecond })
    case 'recorded':
      return new RecordedSource({
        ...{ clock, epochOf: ofProcess },
        folder: source.folder,
        names: source.recordings,
        speed: source.speed,
        isLooping: source.isLooping,
        isRetimed: source.isRetimed,
        onFault: (err) => log.error({ err }, 'the recording cannot be read on'),
      })
    case 'kafka':
      return new KafkaSource({
        brokers: source.brokers,
        topics: source.topics,
        epochOf: (identity) => epochOf({ ...identity, sessionStartMs }),
        bootstrapFrom: source.bootstrapFrom,
        bootstrapMaxRecords: source.bootstrapMaxRecords,
        ...{ sessionStartMs, log, onStall, delayMs },
      })
  }
}
