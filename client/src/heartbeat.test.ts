import { describe, expect, it } from 'vitest'
import { Heartbeat } from './heartbeat.js'

describe('Heartbeat', () => {
  it('[HB2] asks to reconnect after 2.5 heartbeats of silence, and not before', () => {
    const heartbeat = new Heartbeat(5_000, false, 0)
    expect(heartbeat.look(12_499)).toEqual({ act: 'nothing', lookAtMs: 12_500 })
    expect(heartbeat.look(12_500)).toEqual({ act: 'reconnect' })
  })

  it('[HB2] counts the silence from the last message of any kind', () => {
    const heartbeat = new Heartbeat(1_000, false, 0)
    heartbeat.heard(2_400)
    expect(heartbeat.look(2_500)).toEqual({ act: 'nothing', lookAtMs: 4_900 })
  })

  it('pings after 1 s of silence when hurried, once, and is suspect 1 s later', () => {
    const heartbeat = new Heartbeat(5_000, true, 0)
    expect(heartbeat.look(999)).toEqual({ act: 'nothing', lookAtMs: 1_000 })
    expect(heartbeat.look(1_000)).toEqual({ act: 'ping', lookAtMs: 2_000 })
    expect(heartbeat.look(1_500)).toEqual({ act: 'nothing', lookAtMs: 2_000 })
    expect(heartbeat.isSuspect).toBe(false)
    expect(heartbeat.look(2_000)).toEqual({ act: 'suspect', lookAtMs: 12_500 })
    expect(heartbeat.isSuspect).toBe(true)
    expect(heartbeat.look(12_500)).toEqual({ act: 'reconnect' })
  })

  it('stops being suspect with the first message, and says so', () => {
    const heartbeat = new Heartbeat(5_000, true, 0)
    heartbeat.look(1_000)
    heartbeat.look(2_000)
    expect(heartbeat.heard(2_100)).toBe(true)
    expect(heartbeat.heard(2_200)).toBe(false)
    expect(heartbeat.look(2_300)).toEqual({ act: 'nothing', lookAtMs: 3_200 })
  })

  it('does not ping when nobody looks', () => {
    const heartbeat = new Heartbeat(5_000, true, 0)
    heartbeat.setHurried(false)
    expect(heartbeat.look(5_000)).toEqual({ act: 'nothing', lookAtMs: 12_500 })
  })

  it('asks to reconnect a second after a demand that nothing answered', () => {
    const heartbeat = new Heartbeat(5_000, false, 0)
    heartbeat.demand(3_000)
    heartbeat.demand(3_900)
    expect(heartbeat.look(3_999)).toEqual({ act: 'nothing', lookAtMs: 4_000 })
    expect(heartbeat.look(4_000)).toEqual({ act: 'reconnect' })
    heartbeat.heard(4_000)
    expect(heartbeat.look(4_001)).toEqual({ act: 'nothing', lookAtMs: 16_500 })
  })
})
