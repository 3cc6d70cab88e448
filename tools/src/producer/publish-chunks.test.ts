import { describe, expect, it } from 'vitest'
import { publishChunks, type PublishRecord } from './publish-chunks.js'

const record = (key: string, bytes: number): PublishRecord => ({
  log: 'ticks',
  key,
  value: 'x'.repeat(bytes),
  eventTime: 0,
})

describe('publishChunks', () => {
  it('makes no request of nothing', () => {
    expect(publishChunks([])).toEqual([])
  })

  it('keeps the order and every record, in requests of at most 512 KiB', () => {
    const records = Array.from({ length: 1_000 }, (_, index) => record(`k${index % 7}`, 1_000))
    const chunks = publishChunks(records)
    expect(chunks.flat()).toEqual(records)
    expect(chunks.length).toBe(3)
    for (const chunk of chunks) expect(chunk.length * 1_066).toBeLessThanOrEqual(524_288)
  })

  it('gives a record above the limit a request of its own', () => {
    const records = [record('a', 10), record('b', 900_000), record('c', 10)]
    expect(publishChunks(records).map((chunk) => chunk.map(({ key }) => key))).toEqual([['a'], ['b'], ['c']])
  })

  it('takes a tombstone', () => {
    const tombstone: PublishRecord = { log: 'metrics', key: 'web-1', value: null, eventTime: 0 }
    expect(publishChunks([tombstone])).toEqual([[tombstone]])
  })
})
