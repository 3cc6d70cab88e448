import type { InputRecord } from '@tickwall/protocol'
import type { OutgoingRecord } from '../process-log.js'
import { breathe, pause, type SourceClock } from '../source-clock.js'
import { Pacer } from './pacer.js'
import type { RecordedRecord } from './recorded-record.js'

/** Records handed over at once at most, and before the event loop has its turn. */
const CHUNK_RECORDS = 1_000
/** Records that are due within this time are handed over together: a timer a record would cost more than the record. */
const MIN_WAIT_MS = 10

export interface PlayOptions {
  /** The recording, from its beginning each time it is asked for. */
  readonly read: () => AsyncIterable<RecordedRecord>
  /** Times faster than recorded; 0 = as fast as they are taken. */
  readonly speed: number
  /** Begins again at the end, with other trade ids: the same ones would be duplicates. */
  readonly isLooping: boolean
  /** Event times as if it happened now; else those of the recording. */
  readonly isRetimed: boolean
  readonly clock: SourceClock
  /** Ends the playing early; the promise then resolves. */
  readonly signal: AbortSignal
  /** Takes records in order; the next ones wait for its promise. */
  readonly deliver: (records: readonly OutgoingRecord[]) => void | Promise<void>
}

/** Plays a recording at its pace. Resolves at the end or when aborted; rejects with what the reading or the taking rejects with. */
export async function playRecording(options: PlayOptions): Promise<void> {
  const { read, speed, isLooping, clock, signal } = options
  const pacer = new Pacer(speed, clock.nowMs())
  for (let round = 1; !signal.aborted; round++) {
    const count = await playOnce(options, pacer, round, read())
    if (!isLooping || count === 0) return
    pacer.again()
  }
}

async function playOnce(
  { isRetimed, clock, signal, deliver }: PlayOptions,
  pacer: Pacer,
  round: number,
  records: AsyncIterable<RecordedRecord>,
): Promise<number> {
  let count = 0
  let batch: OutgoingRecord[] = []
  const flush = async () => {
    const full = batch
    batch = []
    count += full.length
    if (full.length > 0) await deliver(full)
  }
  for await (const record of records) {
    const dueMs = pacer.due(record, clock.nowMs())
    if (dueMs > clock.nowMs()) {
      await flush()
      await pause(clock, Math.max(MIN_WAIT_MS, dueMs - clock.nowMs()), signal)
    } else if (batch.length >= CHUNK_RECORDS) {
      await flush()
      await breathe(clock)
    }
    if (signal.aborted) return count
    const timeMs = isRetimed ? pacer.eventTime(record, dueMs) : record.eventTime
    batch.push({ log: record.log, key: record.key, value: renewed(record.value, timeMs, round), timeMs })
  }
  await flush()
  return count
}

/** The record with its event time, and with an id of its own in every round but the first. */
function renewed(value: InputRecord, time: number, round: number): InputRecord {
  if (value.type === 'trade' && round > 1 && value.id != null) return { ...value, time, id: `${value.id}-${round}` }
  return value.time === time ? value : { ...value, time }
}
