import type { KafkaMessage } from 'kafkajs'
import type { LogRecord } from '../source.js'
import { FetchedBatch } from './fetched-batch.js'
import { logRecord } from './log-records.js'
import type { StampedMessage } from './published-at.js'

/** What a handler is given: batches from brokers that we decode ourselves, else kafkajs's own messages. */
export type Fetched = FetchedBatch | (KafkaMessage & StampedMessage)

/** Takes what was fetched of one partition apart, in order and in slices. */
export class BatchSlices {
  readonly #fetched: readonly Fetched[]
  readonly #from: number
  #index = 0
  #readTo: number

  /** @param from the offset that was asked for: a batch may begin earlier */
  constructor(fetched: readonly Fetched[], from: number) {
    this.#fetched = fetched
    this.#from = from
    this.#readTo = from - 1
  }

  get isDone(): boolean {
    return this.#index === this.#fetched.length
  }

  /** Everything up to this offset was read. */
  get readTo(): number {
    return this.#readTo
  }

  /** The next records, `count` at most and fewer only at the end. Throws a RangeError where the bytes are no records. */
  next(count: number, receivedAtMs: number): LogRecord[] {
    const records: LogRecord[] = []
    while (records.length < count && !this.isDone) {
      const fetched = this.#fetched[this.#index] as Fetched
      if (!(fetched instanceof FetchedBatch)) this.#take(logRecord(fetched, receivedAtMs), records)
      else if (!fetched.reader.isDone) {
        this.#take(fetched.reader.next(receivedAtMs), records)
        continue
      } else this.#readTo = Math.max(this.#readTo, fetched.lastOffset)
      this.#index += 1
    }
    return records
  }

  #take(record: LogRecord, records: LogRecord[]): void {
    if (record.offset < this.#from) return
    records.push(record)
    this.#readTo = record.offset
  }
}
