import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PaintQueue } from './paint-queue.js'

/** A queue whose clock runs only while something paints. */
function made(budgetMs = 6) {
  let nowMs = 1000
  const painted: string[] = []
  const queue = new PaintQueue(() => nowMs, budgetMs)
  return {
    queue,
    painted,
    pass: (ms: number) => (nowMs += ms),
    add: (name: string, costMs: number, intervalMs = 0) =>
      queue.add({
        intervalMs,
        paint() {
          painted.push(name)
          nowMs += costMs
        },
      }),
    frame: () => {
      painted.length = 0
      queue.frame()
      return [...painted]
    },
  }
}

describe('PaintQueue', () => {
  it('paints what is new, once, and skips what did not change', () => {
    const { add, frame } = made()
    const a = add('a', 1)
    add('b', 1)
    expect(frame()).toEqual(['a', 'b'])
    expect(frame()).toEqual([])
    a.mark()
    expect(frame()).toEqual(['a'])
  })

  it('stops at the budget, and the unpainted go first next time', () => {
    const { add, frame } = made(6)
    const all = ['a', 'b', 'c'].map((name) => add(name, 4))
    expect(frame()).toEqual(['a', 'b'])
    for (const entry of all) entry.mark()
    expect(frame()).toEqual(['c', 'a'])
    for (const entry of all) entry.mark()
    expect(frame()).toEqual(['b', 'c'])
  })

  it('starves nobody, however dear the paintings are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 12 }), (costs) => {
        const { add, frame } = made()
        const entries = costs.map((cost, index) => add(String(index), cost))
        const seen = new Set<string>()
        for (let round = 0; round < costs.length; round++) {
          for (const name of frame()) seen.add(name)
          for (const entry of entries) entry.mark()
        }
        expect(seen.size).toBe(costs.length)
      }),
    )
  })

  it('keeps the interval, unless the user waits', () => {
    const { add, frame, pass } = made()
    const chart = add('a', 0, 250)
    frame()
    chart.mark()
    pass(249)
    expect(frame()).toEqual([])
    pass(1)
    expect(frame()).toEqual(['a'])
    chart.mark(true)
    expect(frame()).toEqual(['a'])
  })

  it('is idle when the last has gone, and never brings one back that was removed while it painted', () => {
    const { queue, frame, add } = made()
    const first = queue.add({
      intervalMs: 0,
      paint: () => {
        first.remove()
        second.remove()
      },
    })
    const second = add('second', 0)
    expect(frame()).toEqual([])
    expect(queue.isIdle).toBe(true)
  })
})
