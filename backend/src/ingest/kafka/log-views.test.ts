import { describe, expect, it } from 'vitest'
import type { LogBounds } from './horizon.js'
import { DelayedView } from './log-views.js'

const P = [{ topic: 't', partition: 0 }]

const setUp = () => {
  const log = { bounds: { low: 5, end: 20 } as LogBounds | null, first: Infinity as number | null }
  const asked: number[] = []
  let nowMs = 1_000_000
  const view = new DelayedView(
    {
      metadata: () => Promise.reject(new Error('not asked here')),
      bounds: () => Promise.resolve([log.bounds]),
      ends: () => Promise.resolve([log.bounds?.end ?? null]),
      firstsAt: (_partitions, ms) => {
        asked.push(ms)
        return Promise.resolve([log.first])
      },
      reset: () => {},
    },
    60_000,
    () => nowMs,
  )
  return { log, asked, view, setNow: (ms: number) => void (nowMs = ms) }
}

describe('DelayedView', () => {
  it.each([
    ['before the first record that is too young', 12, 12],
    ['where it ends, if none is too young', Infinity, 20],
    ['where it begins, if all that is left is too young', 5, 5],
    ['not beyond what was there when it was asked', 23, 20],
  ])('[AUT11] shows a log that ends %s', async (_name, first, end) => {
    const { log, view } = setUp()
    log.first = first
    expect(await view.bounds(P)).toEqual([{ low: 5, end }])
    expect(await view.ends(P)).toEqual([end])
  })

  it('shows nothing of a log whose leader does not say all of it', async () => {
    const { log, view } = setUp()
    log.first = null
    expect([await view.bounds(P), await view.ends(P)]).toEqual([[null], [null]])
    log.first = 12
    log.bounds = null
    expect([await view.bounds(P), await view.ends(P)]).toEqual([[null], [null]])
  })

  it('[AUT11] asks for what is younger than the delay, and never for an earlier time than before', async () => {
    const { asked, view, setNow } = setUp()
    await view.bounds(P)
    setNow(995_000)
    await view.ends(P)
    setNow(1_005_000)
    await view.bounds(P)
    expect(asked).toEqual([940_000, 940_000, 945_000])
  })
})
