import { describe, expect, it } from 'vitest'
import { publishedAt } from './published-at.js'

const receivedAtMs = 5_000
const stamped = (header: Buffer | string | (Buffer | string)[] | undefined, timestampType = 0) => ({
  timestamp: '4000',
  headers: header === undefined ? {} : { 'published-at': header },
  batchContext: { timestampType },
})

describe('publishedAt', () => {
  it.each([
    ['the header', stamped(Buffer.from('1723161255343')), 1_723_161_255_343],
    ['a header of text', stamped('1723161255343'), 1_723_161_255_343],
    ['the last of several headers', stamped([Buffer.from('1'), Buffer.from('2')]), 2],
    ['the header, though the broker dated it', stamped(Buffer.from('1'), 1), 1],
    ['the time the broker appended it', stamped(undefined, 1), 4_000],
    ['when it was received, not what a producer claims', stamped(undefined), receivedAtMs],
    ['when it was received, without headers', { timestamp: '4000' }, receivedAtMs],
    ['when it was received, without a usable header', stamped(Buffer.from('')), receivedAtMs],
    ['when it was received, not a negative number', stamped(Buffer.from('-5')), receivedAtMs],
    ['when it was received, not a fraction', stamped(Buffer.from('1.5')), receivedAtMs],
    ['when it was received, not a far future', stamped(Buffer.from('9'.repeat(16))), receivedAtMs],
    ['when it was received, not an empty list', stamped([]), receivedAtMs],
  ])('is %s', (_name, message, expected) => {
    expect(publishedAt(message, receivedAtMs)).toBe(expected)
  })
})
