import { FetchedBatch } from './fetched-batch.js'
import { safeOffset } from './log-records.js'
import { RecordReader, type BatchHead } from './record-reader.js'
import { WireReader } from './wire-reader.js'

/** The version of the API that is decoded here; brokers since Kafka 2.3 speak it, and kafkajs none newer. */
export const fetchVersion = 11

/** As kafkajs's own decoder yields it, but for `messages`: whole batches, and none that is to be filtered out by kafkajs. */
export interface FetchResponse {
  readonly throttleTime: 0
  readonly clientSideThrottleTime: number
  readonly errorCode: number
  readonly sessionId: number
  readonly responses: readonly {
    readonly topicName: string
    readonly partitions: readonly FetchedPartition[]
  }[]
}
export interface FetchedPartition {
  readonly partition: number
  readonly errorCode: number
  readonly highWatermark: string
  readonly lastStableOffset: string
  readonly lastStartOffset: string
  readonly abortedTransactions: readonly never[]
  readonly preferredReadReplica: number
  readonly messages: readonly FetchedBatch[]
}

/** Decompresses a batch by the codec's number (1 to 4). */
export type Decompress = (codec: number, compressed: Buffer) => Promise<Buffer>

/** Bytes of a batch's head, and where its parts are. */
const headBytes = 61
const lengthAt = 8
/** The length counts from here on. */
const afterLength = 12
const formatAt = 16
const attributesAt = 21
const lastOffsetDeltaAt = 23
const firstTimestampAt = 27
const maxTimestampAt = 35
const producerIdAt = 43
const countAt = 57
const format = 2

const codecMask = 0x07
const appendTimeFlag = 0x08
const transactionalFlag = 0x10
const controlFlag = 0x20
/** Version and type of the marker that ends an aborted transaction, both 16 bits. */
const abortMarker = Buffer.alloc(4)

/**
 * Decodes an answer to a fetch down to its batches of records. Null when one of them is of a format before 2, which is
 * left to kafkajs. Rejects with a RangeError where the bytes end too early, and with what the codec says.
 */
export async function decodeFetchResponse(payload: Buffer, decompress: Decompress): Promise<FetchResponse | null> {
  const reader = new WireReader(payload)
  const clientSideThrottleTime = reader.int32()
  const errorCode = reader.int16()
  const sessionId = reader.int32()
  const undecoded = reader.array(() => ({
    topicName: reader.nullableString() ?? '',
    partitions: reader.array(() => ({
      partition: reader.int32(),
      errorCode: reader.int16(),
      highWatermark: String(reader.int64()),
      lastStableOffset: String(reader.int64()),
      lastStartOffset: String(reader.int64()),
      aborted: reader.array(() => ({ producerId: reader.int64(), firstOffset: Number(reader.int64()) })),
      preferredReadReplica: reader.int32(),
      records: reader.nullableBytes(),
    })),
  }))
  const responses: FetchResponse['responses'][number][] = []
  for (const { topicName, partitions } of undecoded) {
    const decoded: FetchedPartition[] = []
    for (const { records, aborted, ...partition } of partitions) {
      const messages = records === null ? [] : await decodeBatches(records, aborted, decompress)
      if (messages === null) return null
      decoded.push({ ...partition, abortedTransactions: [], messages })
    }
    responses.push({ topicName, partitions: decoded })
  }
  return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses }
}

interface AbortedTransaction {
  readonly producerId: bigint
  readonly firstOffset: number
}

/** The batches of one partition, in order; null when one is of an older format. The last one may be cut off, and is left out. */
async function decodeBatches(
  bytes: Buffer,
  aborted: readonly AbortedTransaction[],
  decompress: Decompress,
): Promise<FetchedBatch[] | null> {
  const batches: FetchedBatch[] = []
  /** Those that begin later, the next one last. */
  const beginning = [...aborted].sort((a, b) => b.firstOffset - a.firstOffset)
  /** Producers within a transaction that was aborted. */
  const aborting = new Set<bigint>()
  for (let at = 0; at + headBytes <= bytes.length;) {
    if (bytes[at + formatAt] !== format) return null
    const end = at + afterLength + bytes.readInt32BE(at + lengthAt)
    if (end < at + headBytes) throw new RangeError('a batch that is shorter than its head')
    if (end > bytes.length) break
    const firstOffset = safeOffset(String(bytes.readBigInt64BE(at)))
    const lastOffset = firstOffset + bytes.readInt32BE(at + lastOffsetDeltaAt)
    const attributes = bytes.readInt16BE(at + attributesAt)
    const codec = attributes & codecMask
    const raw = bytes.subarray(at + headBytes, end)
    const records = codec === 0 ? raw : await decompress(codec, raw)
    const head = {
      firstOffset,
      firstTimestamp: Number(bytes.readBigInt64BE(at + firstTimestampAt)),
      appendedAtMs: (attributes & appendTimeFlag) === 0 ? null : Number(bytes.readBigInt64BE(at + maxTimestampAt)),
      count: bytes.readInt32BE(at + countAt),
    }
    const producerId = bytes.readBigInt64BE(at + producerIdAt)
    for (let next = beginning.at(-1); next !== undefined && next.firstOffset <= lastOffset; next = beginning.at(-1)) {
      aborting.add(next.producerId)
      beginning.pop()
    }
    const isControl = (attributes & controlFlag) !== 0
    if (isControl && isAbortMarker(records, head)) aborting.delete(producerId)
    const isAborted = (attributes & transactionalFlag) !== 0 && aborting.has(producerId)
    batches.push(new FetchedBatch(records, head, lastOffset, isControl || isAborted))
    at = end
  }
  return batches
}

function isAbortMarker(records: Buffer, head: BatchHead): boolean {
  const key = head.count > 0 ? new RecordReader(records, head).next(0).key : null
  return key !== null && key.equals(abortMarker)
}
