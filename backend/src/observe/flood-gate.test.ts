import { describe, expect, it } from 'vitest'
import { FloodGate } from './flood-gate.js'

describe('FloodGate', () => {
  it('lets so many a second through, and says how many it held back', () => {
    let nowMs = 7
    const gate = new FloodGate(() => nowMs, 3)
    const crowd = (size: number) => Array.from({ length: size }, () => gate.pass())
    expect(crowd(5)).toEqual([0, 0, 0, null, null])
    nowMs += 999
    expect(crowd(1)).toEqual([null])
    nowMs += 1
    expect(crowd(2)).toEqual([3, 0])
  })
})
