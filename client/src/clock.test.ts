import { afterEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from './clock.js'

afterEach(() => {
  vi.useRealTimers()
})

describe('the clock of the runtime', () => {
  it('does not jump when the clock on the wall is set', () => {
    const before = systemClock.nowMs()
    vi.useFakeTimers({ toFake: ['Date'] })
    for (const jumpMs of [3_600_000, -3_600_000]) {
      vi.setSystemTime(before + jumpMs)
      expect(Math.abs(Date.now() - systemClock.nowMs())).toBeGreaterThan(1_800_000)
      expect(systemClock.nowMs()).toBeGreaterThanOrEqual(before)
      expect(systemClock.nowMs() - before).toBeLessThan(1_800_000)
    }
  })
})
