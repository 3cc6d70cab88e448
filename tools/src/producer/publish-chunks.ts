/** A record on its way into Kafka. */
export interface PublishRecord {
  readonly log: 'ticks' | 'metrics'
  /** The instrument or the host; one key always goes to the same partition. */
  readonly key: string
  /** JSON as a rule; null is a tombstone, which only a test publishes. */
  readonly value: string | Buffer | null
  /**
   * ms; it stands in the value. It is not the record's timestamp: the default retention deletes what is stamped long ago.
   */
  readonly eventTime: number
}

/** A request must stay below the broker's limit of 1 MB a batch, and kafkajs makes one batch a partition. */
const maxChunkBytes = 524_288
const recordOverheadBytes = 64

/** Cuts records into requests, in order; a record larger than the limit gets one of its own. */
export function publishChunks(records: readonly PublishRecord[]): readonly (readonly PublishRecord[])[] {
  const chunks: PublishRecord[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const record of records) {
    const size = Buffer.byteLength(record.value ?? '') + Buffer.byteLength(record.key) + recordOverheadBytes
    if (bytes + size > maxChunkBytes) {
      chunks.push([])
      bytes = 0
    }
    chunks.at(-1)?.push(record)
    bytes += size
  }
  return chunks
}
