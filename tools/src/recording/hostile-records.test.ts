import { BAD_REASONS } from '@tickwall/backend/ingest/bad-reason.js'
import { decodeRecord } from '@tickwall/backend/ingest/decode-record.js'
import { describe, expect, it } from 'vitest'
import { hostileRecords } from './hostile-records.js'

const timeMs = Date.UTC(2026, 0, 1)
const records = hostileRecords('usdm:BTCUSDT', 'web-1', timeMs)

describe('hostileRecords', () => {
  it.each(records.map((record, index) => [index, record.reason, record] as const))(
    '[REC7] %i is refused as %s',
    (_index, reason, { log, key, value }) => {
      const bytes = value === null ? null : Buffer.from(value)
      const record = { offset: 0, timestamp: timeMs, key: Buffer.from(key), value: bytes, publishedAt: timeMs }
      expect(decodeRecord(log, record)).toBe(reason)
    },
  )

  it('has every reason there is', () => {
    expect(new Set(records.map(({ reason }) => reason))).toEqual(new Set(Object.keys(BAD_REASONS)))
  })
})
