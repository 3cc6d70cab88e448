import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { panView, pixelAt, refitView, revealIn, timeAt, windowOf, zoomView } from './time-view.js'

const limits = { minSpanMs: 100, maxSpanMs: 10_000, firstMs: 0, liveEndMs: 20_000 }

describe('time view', () => {
  it('follows the clock until it is panned, then stays where it was put', () => {
    const panned = panView({ spanMs: 1000, end: 'live' }, -500, limits)
    expect(panned).toEqual({ spanMs: 1000, end: 19_500 })
    expect(windowOf(panned, { ...limits, liveEndMs: 50_000 })).toEqual({ fromMs: 18_500, toMs: 19_500 })
    expect(panView(panned, 9000, limits).end).toBe('live')
  })
  it('keeps its right edge when it is zoomed while following', () => {
    expect(zoomView({ spanMs: 1000, end: 'live' }, 2, 19_100, limits)).toEqual({ spanMs: 2000, end: 'live' })
  })
  it('zooms around the anchor, within the limits and never away from the data', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5000, max: 15_000 }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (end, factor, part) => {
          const view = { spanMs: 2000, end }
          const anchor = end - 2000 * part
          const next = zoomView(view, factor, anchor, limits)
          const { fromMs, toMs } = windowOf(next, limits)
          expect(next.spanMs).toBeGreaterThanOrEqual(limits.minSpanMs)
          expect(next.spanMs).toBeLessThanOrEqual(limits.maxSpanMs)
          expect(toMs).toBeGreaterThan(limits.firstMs)
          if (next.end !== 'live' && toMs > next.spanMs / 2 + 1) {
            expect(pixelAt(anchor, { fromMs, toMs }, 1)).toBeCloseTo(1 - part, 6)
          }
        },
      ),
    )
  })
  it('finds the time under a pixel and back', () => {
    const window = { fromMs: 1000, toMs: 3000 }
    expect(timeAt(50, window, 100)).toBe(2000)
    expect(pixelAt(timeAt(37, window, 100), window, 100)).toBeCloseTo(37)
  })
  it('keeps the stretch of time for bars of another length, as near as they allow', () => {
    expect(refitView({ spanMs: 1000, end: 'live' }, limits)).toEqual({ spanMs: 1000, end: 'live' })
    expect(refitView({ spanMs: 1000, end: 8000 }, limits)).toEqual({ spanMs: 1000, end: 8000 })
    // Shorter than the shortest: the middle, 7,500, stays.
    const longer = { ...limits, minSpanMs: 3000 }
    expect(refitView({ spanMs: 1000, end: 8000 }, longer)).toEqual({ spanMs: 3000, end: 9000 })
    expect(refitView({ spanMs: 9000, end: 18_000 }, { ...limits, maxSpanMs: 1000 })).toEqual({
      spanMs: 1000,
      end: 14_000,
    })
  })
  it('moves no further than needed to show a bar', () => {
    const view = { spanMs: 1000, end: 8000 }
    expect(revealIn(view, 7500, 7600, limits)).toBe(view)
    expect(revealIn(view, 6900, 7000, limits).end).toBe(7900)
    expect(revealIn(view, 8100, 8200, limits).end).toBe(8200)
    expect(revealIn(view, 19_900, 20_000, limits).end).toBe('live')
  })
})
