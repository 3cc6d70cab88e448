import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LEAD_MS, restMs, rotate, startRotation, type Rotation, type RotationEvent } from './rotation.js'

const rotateMs = 30_000
const tick = (nowMs: number): RotationEvent => ({ type: 'tick', nowMs, rotateMs })
const painted = (index: number): RotationEvent => ({ type: 'painted', index })
const turn = (by: number): RotationEvent => ({ type: 'turn', by })
const hold = (nowMs: number): RotationEvent => ({ type: 'hold', nowMs })
const after = (start: Rotation, ...events: RotationEvent[]) => events.reduce(rotate, start)
const start = startRotation(3, 0, 0)

describe('the rotation', () => {
  it('makes the next board ready before its time, and shows it when it is both due and painted', () => {
    expect(after(start, tick(rotateMs - LEAD_MS - 1)).next).toBeNull()
    const near = after(start, tick(rotateMs - LEAD_MS))
    expect(near).toMatchObject({ current: 0, next: 1 })
    expect(after(near, painted(1), tick(rotateMs - 1)).current).toBe(0)
    expect(after(near, tick(rotateMs + 60_000)).current).toBe(0)
    const turned = after(near, painted(1), tick(rotateMs))
    expect(turned).toMatchObject({ current: 1, next: null, isPainted: false, shownAtMs: rotateMs })
    expect(restMs(turned, rotateMs, rotateMs + 1000)).toBe(29_000)
  })
  it('goes around', () => {
    const last = startRotation(3, 2, 0)
    expect(after(last, tick(rotateMs), painted(0), tick(rotateMs)).current).toBe(0)
  })
  it('turns by key as soon as the board is painted, further by every press', () => {
    expect(after(start, turn(1), tick(100)).current).toBe(0)
    expect(after(start, turn(1), painted(1), tick(100)).current).toBe(1)
    expect(after(start, turn(1), turn(1), painted(1), tick(100)).current).toBe(0)
    expect(after(start, turn(1), turn(1), painted(2), tick(100)).current).toBe(2)
    expect(after(start, turn(-1), painted(2), tick(100)).current).toBe(2)
    expect(after(start, turn(1), turn(-1))).toMatchObject({ next: null, isAsked: false })
    expect(after(start, { type: 'goTo', index: 2 }, painted(2), tick(1)).current).toBe(2)
    expect(after(start, { type: 'goTo', index: 9 })).toBe(start)
  })
  it('stands still while it is held, except by key, and then gives the board its whole time', () => {
    const held = after(start, tick(rotateMs - 1000), hold(rotateMs - 500))
    expect(held).toMatchObject({ isHeld: true, next: null })
    expect(after(held, tick(10 * rotateMs)).next).toBeNull()
    expect(after(held, turn(1), painted(1), tick(rotateMs))).toMatchObject({ current: 1, isHeld: true })
    expect(restMs(after(held, hold(90_000)), rotateMs, 91_000)).toBe(29_000)
  })
  it('of a single board never turns', () => {
    const single = startRotation(1, 5, 0)
    expect(after(single, tick(1e9), turn(1), painted(0), tick(2e9))).toEqual(single)
    expect(restMs(single, rotateMs, 0)).toBeNull()
  })
})

it('never shows a board that was not painted, whatever happens', () => {
  const events = fc.array(
    fc.oneof(
      fc.nat(20_000).map((ms) => ({ type: 'wait' as const, ms })),
      fc.nat(3).map((index) => ({ type: 'painted' as const, index })),
      fc.constantFrom(1, -1, 2).map((by) => ({ type: 'turn' as const, by })),
      fc.constant({ type: 'hold' as const }),
    ),
    { maxLength: 60 },
  )
  fc.assert(
    fc.property(events, (drawn) => {
      let nowMs = 0
      let rotation = startRotation(4, 0, 0)
      let paintedNow: number | null = null
      for (const event of drawn) {
        const before = rotation
        if (event.type === 'wait') rotation = rotate(rotation, tick((nowMs += event.ms)))
        else if (event.type === 'hold') rotation = rotate(rotation, hold(nowMs))
        else rotation = rotate(rotation, event)
        if (event.type === 'painted' && event.index === before.next) paintedNow = event.index
        if (rotation.current !== before.current) expect(rotation.current).toBe(paintedNow)
        if (rotation.next !== before.next) paintedNow = null
        expect(rotation.next).not.toBe(rotation.current)
      }
    }),
  )
})
