import { createRequire } from 'node:module'
import fc from 'fast-check'
import type { ISocketFactory, KafkaMessage } from 'kafkajs'
import { describe, expect, it } from 'vitest'
import type { LogRecord } from '../source.js'
import { fetchBatches } from './batch-fetch.js'
import { BatchSlices, type Fetched } from './batch-slices.js'
import { registerCodecs } from './codecs.js'
import { decodeFetchResponse, fetchVersion } from './fetch-response.js'
import { prototypeOf } from './kafkajs-internals.js'
import { logRecord } from './log-records.js'
import type { StampedMessage } from './published-at.js'
import { WireWriter } from './wire-writer.js'

const load = createRequire(import.meta.url)
interface Encoded {
  readonly buffer: Buffer
}
interface Partition {
  readonly messages: readonly (KafkaMessage & StampedMessage)[]
}
const { RecordBatch } = load('kafkajs/src/protocol/recordBatch/v0') as {
  RecordBatch: (batch: object) => Promise<Encoded>
}
const Record = load('kafkajs/src/protocol/recordBatch/record/v0') as (record: object) => object
const theirs = load(`kafkajs/src/protocol/requests/fetch/v${fetchVersion}/response`) as {
  decode: (payload: Buffer) => Promise<{ responses: readonly { topicName: string; partitions: Partition[] }[] }>
}
/** What kafkajs makes of a decoded partition before its handler sees it. */
const Batch = load('kafkajs/src/consumer/batch') as new (
  topic: string,
  fetchedOffset: string,
  partition: object,
) => { readonly messages: readonly Fetched[]; lastOffset(): string; isEmptyDueToFiltering(): boolean }

interface TestRecord {
  readonly timestampDelta: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: { readonly [name: string]: readonly Buffer[] }
}
interface TestBatch {
  readonly records: readonly TestRecord[]
  readonly gzip: boolean
  readonly kind: 'plain' | 'commit' | 'abort' | 'marker'
  readonly producerId: number
  readonly appendTime: boolean
  /** Offsets after the last record that compaction has emptied. */
  readonly hole: number
}

const firstTimestamp = 1_723_161_255_343
const attributesAt = 21
const lastOffsetDeltaAt = 23

async function encodeBatch(batch: TestBatch, firstOffset: number): Promise<Buffer> {
  const { records, gzip, kind, producerId, appendTime, hole } = batch
  const { buffer } = await RecordBatch({
    compression: gzip ? 1 : 0,
    firstOffset,
    firstTimestamp,
    maxTimestamp: firstTimestamp + 77,
    lastOffsetDelta: records.length - 1 + hole,
    transactional: kind !== 'plain',
    producerId,
    records: records.map((record, offsetDelta) => Record({ ...record, offsetDelta })),
  })
  let attributes = buffer.readInt16BE(attributesAt)
  if (appendTime) attributes |= 0x08
  if (kind === 'marker') attributes |= 0x20
  buffer.writeInt16BE(attributes, attributesAt)
  buffer.writeInt32BE(records.length - 1 + hole, lastOffsetDeltaAt)
  return Buffer.from(buffer)
}

const encodePayload = (records: Buffer, aborted: readonly { producerId: number; firstOffset: number }[]): Buffer =>
  new WireWriter()
    .int32(0)
    .bytes(Buffer.alloc(2))
    .int32(9)
    .int32(1)
    .string('ticks')
    .int32(1)
    .int32(3)
    .bytes(Buffer.alloc(2))
    .int64(5_000)
    .int64(4_000)
    .int64(0)
    .int32(aborted.length)
    .bytes(
      aborted
        .reduce((writer, each) => writer.int64(each.producerId).int64(each.firstOffset), new WireWriter())
        .written(),
    )
    .int32(-1)
    .int32(records.length)
    .bytes(records)
    .written()

const refuse = () => Promise.reject(new Error('not compressed'))
const receivedAtMs = 42
const bytes = fc.uint8Array({ maxLength: 20 }).map((each) => Buffer.from(each))
const records = fc.array(
  fc.record({
    timestampDelta: fc.oneof(fc.nat(1000), fc.integer(), fc.constantFrom(-firstTimestamp, 2 ** 40, -1)),
    key: fc.option(bytes),
    value: fc.option(fc.oneof(bytes, fc.constant(Buffer.alloc(300, 7)))),
    headers: fc.dictionary(
      fc.oneof(fc.constant('published-at'), fc.constantFrom('published-by', 'x', 'ä')),
      fc.array(
        fc.oneof(
          bytes,
          fc.constantFrom('1723161255343', '9'.repeat(16), '').map((text) => Buffer.from(text)),
        ),
        {
          minLength: 1,
          maxLength: 2,
        },
      ),
      { noNullPrototype: true },
    ),
  }),
  { minLength: 1, maxLength: 6 },
)
const batches = fc.array(
  fc.record({
    records,
    gzip: fc.boolean(),
    kind: fc.constantFrom('plain' as const, 'plain' as const, 'commit' as const, 'abort' as const),
    producerId: fc.constantFrom(1, 2),
    appendTime: fc.boolean(),
    hole: fc.constantFrom(0, 0, 3),
  }),
  { maxLength: 6 },
)

/** A log of batches, each transaction of one batch ended by its marker, and what a broker says of the aborted ones. */
async function log(parts: readonly TestBatch[]) {
  const encoded: Buffer[] = []
  const aborted: { producerId: number; firstOffset: number }[] = []
  let offset = 100
  const append = async (batch: TestBatch) => {
    encoded.push(await encodeBatch(batch, offset))
    offset += batch.records.length + batch.hole
  }
  for (const part of parts) {
    if (part.kind === 'abort') aborted.push({ producerId: part.producerId, firstOffset: offset })
    await append(part)
    if (part.kind === 'plain') continue
    const key = Buffer.from([0, 0, 0, part.kind === 'abort' ? 0 : 1])
    const marker = { timestampDelta: 0, key, value: Buffer.alloc(6), headers: {} }
    await append({ ...part, records: [marker], kind: 'marker', gzip: false, hole: 0 })
  }
  return { records: Buffer.concat(encoded), aborted, end: offset }
}

/** Without its last bytes; less than what tells a batch's format is nothing, for kafkajs looks for it there. */
const cutOff = (whole: Buffer, cut: number): Buffer =>
  whole.subarray(0, whole.length - cut > 16 ? whole.length - cut : 0)

function readAll(fetched: readonly Fetched[], from: number, count: number): { records: LogRecord[]; readTo: number } {
  const slices = new BatchSlices(fetched, from)
  const read: LogRecord[] = []
  while (!slices.isDone) {
    const slice = slices.next(count, receivedAtMs)
    expect(slice.length).toBeLessThanOrEqual(count)
    read.push(
      ...slice.map(({ offset, timestamp, key, value, publishedAt }) => ({
        offset,
        timestamp,
        key,
        value,
        publishedAt,
      })),
    )
  }
  return { records: read, readTo: slices.readTo }
}

describe('batches fetched whole', () => {
  it('yield the records that kafkajs does, whatever is asked for, cut off, compressed, aborted or left out', async () => {
    registerCodecs()
    const { gunzip } = await import('node:zlib')
    const unzip = (_codec: number, compressed: Buffer): Promise<Buffer> =>
      new Promise((resolve, reject) => gunzip(compressed, (error, raw) => (error ? reject(error) : resolve(raw))))
    await fc.assert(
      fc.asyncProperty(
        batches,
        fc.nat(),
        fc.nat(300),
        fc.integer({ min: 1, max: 5 }),
        async (parts, skip, cut, count) => {
          const { records: whole, aborted, end } = await log(parts)
          const payload = encodePayload(cutOff(whole, cut), aborted)
          // An abort before the fetched offset is kafkajs's to get wrong: it notices one a message.
          const from = aborted.length > 0 ? 100 : 100 + (skip % (end - 99))
          const [expected, actual] = await Promise.all([theirs.decode(payload), decodeFetchResponse(payload, unzip)])
          const their = new Batch('ticks', String(from), expected.responses[0]!.partitions[0]!)
          const our = new Batch('ticks', String(from), actual!.responses[0]!.partitions[0]!)
          const read = readAll(our.messages, from, count)
          const messages = their.messages as Partition['messages']
          expect(read.records).toEqual(messages.map((message) => logRecord(message, receivedAtMs)))
          expect(Number(our.lastOffset())).toBeGreaterThanOrEqual(Number(their.lastOffset()))
          expect(our.isEmptyDueToFiltering() || our.messages.length > 0 || their.messages.length === 0).toBe(true)
          if (read.records.length > 0) expect(read.readTo).toBeGreaterThanOrEqual(read.records.at(-1)!.offset)
          expect({ ...actual!.responses[0]!.partitions[0], messages: [], abortedTransactions: [] }).toEqual({
            ...expected.responses[0]!.partitions[0],
            messages: [],
            abortedTransactions: [],
          })
        },
      ),
      { numRuns: 200 },
    )
  })

  it('hide what an aborted transaction wrote that began before the fetched offset, whoever else aborted one', async () => {
    const batch = (producerId: number, kind: TestBatch['kind']): TestBatch => ({
      records: [{ timestampDelta: 0, key: null, value: Buffer.from(kind), headers: {} }],
      gzip: false,
      kind,
      producerId,
      appendTime: false,
      hole: 0,
    })
    const encoded = await Promise.all([
      encodeBatch(batch(2, 'abort'), 100),
      encodeBatch(batch(1, 'abort'), 101),
      encodeBatch(batch(3, 'plain'), 102),
    ])
    const aborted = [
      { producerId: 2, firstOffset: 90 },
      { producerId: 1, firstOffset: 80 },
    ]
    const decoded = await decodeFetchResponse(encodePayload(Buffer.concat(encoded), aborted), refuse)
    const visible = new Batch('ticks', '100', decoded!.responses[0]!.partitions[0]!)
    expect(readAll(visible.messages, 100, 10).records.map(({ offset }) => offset)).toEqual([102])
  })

  it('leave an answer with an older record format to kafkajs', async () => {
    const old = Buffer.alloc(80)
    old.writeInt32BE(68, 8)
    old[16] = 1
    expect(await decodeFetchResponse(encodePayload(old, []), refuse)).toBeNull()
  })

  it('are refused when their bytes are none', async () => {
    const [batch] = await Promise.all([
      encodeBatch(
        {
          records: [{ timestampDelta: 0, key: null, value: Buffer.from('x'), headers: {} }],
          gzip: false,
          kind: 'plain',
          producerId: 1,
          appendTime: false,
          hole: 0,
        },
        0,
      ),
    ])
    const read = async (bytesOfBatch: Buffer) => {
      const decoded = await decodeFetchResponse(encodePayload(bytesOfBatch, []), refuse)
      return readAll(new Batch('ticks', '0', decoded!.responses[0]!.partitions[0]!).messages, 0, 10)
    }
    const shorter = Buffer.from(batch)
    shorter.writeInt32BE(3, 8)
    await expect(read(shorter)).rejects.toThrow(RangeError)
    const longer = Buffer.from(batch)
    longer[61] = 0x7e
    await expect(read(longer)).rejects.toThrow(RangeError)
    const greedy = Buffer.from(batch)
    greedy[66] = 0x7e
    await expect(read(greedy)).rejects.toThrow(RangeError)
    const endless = Buffer.from(batch)
    endless.fill(0xff, 61)
    await expect(read(endless)).rejects.toThrow(RangeError)
  })
})

describe('fetchBatches', () => {
  const factory = () => (() => expect.unreachable()) as unknown as ISocketFactory
  const exchange = (apiName: string, apiVersion: number) => ({
    request: { apiName, apiVersion },
    response: { decode: async () => 'theirs' },
  })
  type Exchange = ReturnType<typeof exchange>
  /** Sends over a pool whose connection answers with an empty response. */
  async function decoded(socketFactory: ISocketFactory, sent: Exchange): Promise<unknown> {
    const pool = {
      socketFactory,
      getConnectionByRequest: async () => ({
        send: ({ response }: { response: { decode: (payload: Buffer) => Promise<unknown> } }) =>
          response.decode(encodePayload(Buffer.alloc(0), [])),
      }),
    }
    const { send } = prototypeOf('network/connectionPool.js', 'send') as unknown as {
      send: (this: object, sent: Exchange) => Promise<unknown>
    }
    return send.call(pool, sent)
  }

  it('concerns fetches of our version over the sockets of that factory alone', async () => {
    const ours = factory()
    fetchBatches(ours)
    fetchBatches(ours)
    expect(await decoded(ours, exchange('Fetch', fetchVersion))).toMatchObject({ responses: [{ topicName: 'ticks' }] })
    expect(await decoded(ours, exchange('Fetch', fetchVersion - 1))).toBe('theirs')
    expect(await decoded(ours, exchange('Metadata', fetchVersion))).toBe('theirs')
    expect(await decoded(factory(), exchange('Fetch', fetchVersion))).toBe('theirs')
  })
})
