import { beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../../test/fakes/manual-clock.js'
import { FlushClock, type Flush } from './flush-clock.js'
import { FrameNumbers } from './frame-numbers.js'

/** When it starts: a multiple of the base interval. */
const START_MS = 1_700_000_000_000

describe('a flush clock', () => {
  let clock: ManualClock
  let numbers: FrameNumbers
  beforeEach(() => {
    clock = new ManualClock(START_MS)
    numbers = new FrameNumbers()
  })

  const started = (phaseMs = 0): FlushClock => {
    const flushes = new FlushClock(clock, numbers, phaseMs)
    flushes.start()
    return flushes
  }
  /** Ms after the start at which each flush of a rate came. */
  const timesOf = (flushes: FlushClock, rate: 20 | 10 | 5 | 0.2): number[] => {
    const times: number[] = []
    flushes.flush$(rate).subscribe(() => times.push(clock.nowMs() - START_MS))
    return times
  }

  it('flushes each rate at its own interval', () => {
    const flushes = started()
    const [fast, slow, slowest] = [timesOf(flushes, 20), timesOf(flushes, 5), timesOf(flushes, 0.2)]
    clock.advance(400)
    expect(fast).toEqual([50, 100, 150, 200, 250, 300, 350, 400])
    expect(slow).toEqual([200, 400])
    clock.advance(9600)
    expect(slowest).toEqual([5000, 10_000])
  })

  it('tells the fastest rate that anybody follows', () => {
    const flushes = started()
    expect(flushes.fastest).toBeNull()
    const followed = ([0.2, 20, 5, 'raw'] as const).map((rate) => flushes.flush$(rate).subscribe())
    expect(flushes.fastest).toBe('raw')
    followed[3]?.unsubscribe()
    expect(flushes.fastest).toBe(20)
    followed[1]?.unsubscribe()
    expect(flushes.fastest).toBe(5)
  })

  it('keeps to its phase, whenever it was started', () => {
    clock.advance(33)
    const times = timesOf(started(20), 20)
    clock.advance(200)
    expect(times).toEqual([70, 120, 170, 220])
  })

  it('numbers flushes across clocks, and says when each was due', () => {
    const seen: [number, number][] = []
    for (const phaseMs of [0, 25]) {
      const flushes = started(phaseMs)
      flushes.flush$(20).subscribe()
      flushes.flushed$.subscribe(({ n, dueMs }) => seen.push([n, dueMs - START_MS]))
    }
    clock.advance(100)
    expect(seen).toEqual([
      [1, 25],
      [2, 50],
      [3, 75],
      [4, 100],
    ])
  })

  it('makes up for beats that were missed with one flush, and is on time again', () => {
    const flushes = started()
    const [fast, slow] = [timesOf(flushes, 20), timesOf(flushes, 10)]
    const due: number[] = []
    flushes.flushed$.subscribe(({ dueMs }) => due.push(dueMs - START_MS))
    clock.block(230)
    clock.advance(70)
    expect(fast).toEqual([230, 250, 300])
    expect(slow).toEqual([230, 300])
    expect(due).toEqual([50, 250, 300])
  })

  it('begins no flush while one is held, then does what came due at once', () => {
    const flushes = started()
    const seen: Flush[] = []
    flushes.flush$(20).subscribe((flush) => seen.push(flush))
    clock.advance(50)
    flushes.hold()
    clock.advance(120)
    expect(seen).toHaveLength(1)
    flushes.release()
    expect(seen).toHaveLength(1)
    clock.endTurn()
    expect(seen).toHaveLength(2)
    expect(seen[1]?.isDue(10)).toBe(true)
    clock.advance(30)
    expect(seen).toHaveLength(3)
  })

  it('flushes raw lanes at the end of the turn, not while a flush is held, and only if there are any', () => {
    const flushes = started()
    flushes.turned()
    clock.endTurn()
    let raws = 0
    flushes.flush$('raw').subscribe(() => raws++)
    for (let i = 0; i < 3; i++) flushes.turned()
    clock.endTurn()
    expect(raws).toBe(1)
    flushes.turned()
    flushes.hold()
    clock.endTurn()
    flushes.turned()
    clock.endTurn()
    expect(raws).toBe(1)
    flushes.release()
    clock.endTurn()
    expect(raws).toBe(2)
  })

  it('stops, also with a beat owed', () => {
    const flushes = started()
    const times = timesOf(flushes, 20)
    flushes.hold()
    clock.advance(60)
    flushes.release()
    flushes.stop()
    clock.advance(500)
    expect(times).toEqual([])
  })
})
