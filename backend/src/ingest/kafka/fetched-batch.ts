import { RecordReader, type BatchHead } from './record-reader.js'

/**
 * A whole batch of records in the place of a message: kafkajs carries it from fetch to handler as one, and its records are
 * read only there, a slice at a time. Kafkajs's own decoding takes three times as long as all that is done with a record.
 */
export class FetchedBatch {
  /** What kafkajs asks of a message: a batch begun earlier still counts, as long as its last record is new. */
  readonly offset: string
  readonly isControlRecord: boolean
  readonly lastOffset: number
  readonly reader: RecordReader

  /** @param isHidden it holds no records for us: markers of transactions, or records of an aborted one */
  constructor(records: Buffer, head: BatchHead, lastOffset: number, isHidden: boolean) {
    this.offset = String(lastOffset)
    this.lastOffset = lastOffset
    this.isControlRecord = isHidden
    this.reader = new RecordReader(records, head)
  }
}
