import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TopicPartition } from './list-offsets.js'
import { LogEnds } from './log-ends.js'

const at = (partition: number): TopicPartition => ({ topic: 'ticks', partition })

/** Brokers that answer when they are told to. */
function brokers() {
  const asked: (readonly TopicPartition[])[] = []
  const answers: ((ends: readonly (number | null)[]) => void)[] = []
  return {
    asked,
    ask: (partitions: readonly TopicPartition[]) => {
      asked.push(partitions)
      return new Promise<readonly (number | null)[]>((resolve) => answers.push(resolve))
    },
    async answer(ends: readonly (number | null)[]) {
      answers.shift()?.(ends)
      await vi.advanceTimersByTimeAsync(0)
    },
  }
}

describe('LogEnds', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('asks once for all that ask meanwhile, and never answers from before the question', async () => {
    const { ask, asked, answer } = brokers()
    const ends = new LogEnds(ask, 1_000)
    const first = ends.end(at(0))
    await vi.advanceTimersByTimeAsync(0)
    // The first request has left: its answer may be older than these questions.
    const later = [ends.end(at(0)), ends.end(at(1)), ends.end(at(0))]
    await answer([10])
    expect(await first).toBe(10)
    await answer([20, 30])
    expect(await Promise.all(later)).toEqual([20, 30, 20])
    expect(asked).toEqual([[at(0)], [at(0), at(1)]])
  })

  it('is null when nobody answers in time', async () => {
    const { ask } = brokers()
    const ends = new LogEnds(ask, 1_000)
    const asking = ends.end(at(0))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await asking).toBeNull()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is null when the brokers fail, and asks again the next time', async () => {
    const ends = new LogEnds(vi.fn().mockRejectedValueOnce(new Error('gone')).mockResolvedValueOnce([7]), 1_000)
    expect(await ends.end(at(0))).toBeNull()
    expect(await ends.end(at(0))).toBe(7)
  })
})
