import { describe, expect, it } from 'vitest'
import { processTimeUs } from './process-time.js'

describe('processTimeUs', () => {
  it('adds user and system time, whatever the program is called', () => {
    expect(processTimeUs('7 (a) b (c)) S 1 7 7 0 -1 4194560 10 0 0 0 150 50 9 9 20 0 1 0 100 200 300')).toBe(2_000_000)
  })
  it('refuses another text', () => expect(() => processTimeUs('nothing')).toThrow('stat'))
})
