import { afterEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from './clock.js'

afterEach(() => {
  vi.useRealTimers()
})

describe('the clock of the runtime', () => {
  it('waits for longer than a timer can hold instead of not at all', () => {
    vi.useFakeTimers()
    let isRun = false
    const cancel = systemClock.after(1e12, () => (isRun = true))
    vi.advanceTimersByTime(86_400_000)
    expect(isRun).toBe(false)
    cancel()
    expect(vi.getTimerCount()).toBe(0)
  })

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
