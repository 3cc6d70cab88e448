import { recordingFiles } from '@tickwall/backend/ingest/recorded/recording-files.js'
import { HostMetrics } from '@tickwall/backend/ingest/simulated/host-metrics/host-metrics.js'
import { pause, type SourceClock } from '@tickwall/backend/ingest/source-clock.js'
import { resolve } from 'node:path'
import { createPublisher } from '../producer/publisher.js'
import { findRecording } from '../recording/find-recording.js'
import { repositoryRoot } from '../repository.js'
import { countingPublisher } from './counting-publisher.js'
import type { Feed } from './feed.js'
import type { ProduceOptions, RecordedOptions } from './produce-options.js'
import { produceRecorded } from './produce-recorded.js'
import { produceSimulated } from './produce-simulated.js'
import { topicRecords } from './topic-records.js'
import { untilEnded } from './until-ended.js'

/** How often a broker or topic that is not there is looked for. */
const LOOK_MS = 1_000

export interface ProduceContext {
  readonly clock: SourceClock
  /** Ends the producing; the promise then resolves within seconds, also while no broker answers. */
  readonly signal: AbortSignal
  /** Lines for the person at the terminal. */
  readonly say: (line: string) => void
}

/** Publishes what the options ask for, and tells how much it was; rejects with an OperatingFault or what Kafka refuses for good. */
export async function produce(options: ProduceOptions, context: ProduceContext): Promise<void> {
  const { brokers, topics, seconds, feed } = options
  const { clock, say } = context
  const ended = new AbortController()
  const end = () => ended.abort()
  context.signal.addEventListener('abort', end)
  if (context.signal.aborted) end()
  const cancel = seconds === null ? () => undefined : clock.after(seconds * 1_000, end)
  const publisher = createPublisher({ brokers, topics })
  const counting = countingPublisher(publisher)
  const source: Feed = { publisher: counting, clock, signal: ended.signal }
  try {
    const run = feed.kind === 'simulated' ? simulated(options, feed, source, say) : recorded(options, feed, source, say)
    // A publisher repeats until a broker takes it: only stopping it ends that.
    await untilEnded(run, ended.signal, () => publisher.stop())
  } finally {
    cancel()
    context.signal.removeEventListener('abort', end)
    await publisher.stop()
    say(`Published ${counting.counts.ticks} ticks and ${counting.counts.metrics} metrics.`)
  }
}

type Say = ProduceContext['say']

async function simulated(
  { brokers, topics }: ProduceOptions,
  { seed, rate, backfill }: Extract<ProduceOptions['feed'], { kind: 'simulated' }>,
  source: Feed,
  say: Say,
): Promise<void> {
  const held = await awaitTopic(brokers, topics.ticks, source, say)
  if (held === null || (await awaitTopic(brokers, topics.metrics, source, say)) === null) return
  const hasHistory = backfill === 'yes' || (backfill === 'auto' && held === 0)
  say(`Publishing the simulated market to ${topics.ticks}${hasHistory ? ', history first' : ''} …`)
  const metrics = new HostMetrics()
  try {
    await produceSimulated({ ...source, seed, rate, hasHistory, metrics })
  } finally {
    metrics.stop()
  }
}

async function recorded(
  { brokers, topics }: ProduceOptions,
  feed: RecordedOptions,
  source: Feed,
  say: Say,
): Promise<void> {
  const { folder, names } = chosen(feed)
  const files = await recordingFiles(folder, names)
  const hasMetrics = files.some((file) => !/_(trades|quotes)\.csv/.test(file))
  for (const topic of hasMetrics ? [topics.ticks, topics.metrics] : [topics.ticks]) {
    if ((await awaitTopic(brokers, topic, source, say)) === null) return
  }
  say(`Publishing ${names.join(', ')} to ${topics.ticks} …`)
  const { speed, isLooping, isRetimed } = feed
  await produceRecorded({ ...source, files, speed, isLooping, isRetimed })
}

function chosen({ names, folder }: RecordedOptions): { readonly folder: string; readonly names: readonly string[] } {
  if (names.length > 0) return { folder: folder ?? resolve(repositoryRoot, '../shared/data'), names }
  const { dir, name } = findRecording(folder === null ? process.env : { ...process.env, RECORDINGS: folder })
  return { folder: dir, names: [name] }
}

/** Waits until a topic can be asked; returns how many records it holds, or null when the producing was ended meanwhile. */
async function awaitTopic(brokers: readonly string[], topic: string, source: Feed, say: Say): Promise<number | null> {
  for (let tries = 0; !source.signal.aborted; tries++) {
    const held = await topicRecords(brokers, topic)
    if (held !== null) return held
    if (tries === 0) say(`Waiting for the Kafka topic ${topic} …`)
    await pause(source.clock, LOOK_MS, source.signal)
  }
  return null
}
