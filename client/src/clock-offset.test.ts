import { describe, expect, it } from 'vitest'
import { ClockOffset } from './clock-offset.js'

describe('ClockOffset', () => {
  it('knows nothing before anything was heard', () => {
    const offset = new ClockOffset()
    expect([offset.offsetMs, offset.rttMs]).toEqual([0, null])
  })

  it('takes a message as a lower bound until the first round trip', () => {
    const offset = new ClockOffset()
    offset.heard(5_000, 1_000)
    offset.heard(5_900, 2_000)
    expect(offset.offsetMs).toBe(4_000)
  })

  it('believes the shortest of the last 8 round trips', () => {
    const offset = new ClockOffset()
    offset.roundTrip(0, 200, 1_150)
    offset.roundTrip(1_000, 1_010, 2_005)
    offset.roundTrip(2_000, 2_300, 3_290)
    expect([offset.offsetMs, offset.rttMs]).toEqual([1_000, 10])
    for (let i = 0; i < 8; i++) offset.roundTrip(10_000, 10_100, 10_060)
    expect([offset.offsetMs, offset.rttMs]).toEqual([10, 100])
  })

  it('does not let a message come from the future', () => {
    const offset = new ClockOffset()
    offset.roundTrip(0, 100, 1_050)
    offset.heard(1_280, 200)
    expect(offset.offsetMs).toBe(1_080)
    expect(offset.rttMs).toBe(100)
  })

  it('forgets its round trips when a message proves that a clock jumped', () => {
    const offset = new ClockOffset()
    offset.roundTrip(0, 10, 5)
    offset.heard(60_000, 1_000)
    expect([offset.offsetMs, offset.rttMs]).toEqual([59_000, null])
    offset.roundTrip(2_000, 2_020, 60_510)
    expect(offset.offsetMs).toBe(58_500)
  })

  it('starts anew for another server', () => {
    const offset = new ClockOffset()
    offset.roundTrip(0, 10, 5_005)
    offset.heard(9_000, 20)
    offset.reset()
    expect([offset.offsetMs, offset.rttMs]).toEqual([0, null])
  })
})
