import { describe, expect, it } from 'vitest'
import { MAX_SILENCE_MS, Pacer, ROUND_PAUSE_MS } from './pacer.js'
import type { RecordedRecord } from './recorded-record.js'

const NOW_MS = 2_000_000

const record = (receivedMs: number, clockLeadMs: number | null = null): RecordedRecord => ({
  log: 'ticks',
  key: 'k',
  value: { type: 'trade', instrument: 'k', price: '1', size: '1' },
  eventTime: receivedMs + (clockLeadMs ?? 0),
  received: { ms: receivedMs, ns: 0 },
  clockLeadMs,
})

describe('Pacer', () => {
  it('keeps the distances of the recording at speed 1 and shortens them at speed 10', () => {
    const times = [500, 500, 750, 3_500]
    const due = (speed: number) => {
      const pacer = new Pacer(speed, NOW_MS)
      return times.map((ms) => pacer.due(record(ms), 0))
    }
    expect(due(1)).toEqual([NOW_MS, NOW_MS, NOW_MS + 250, NOW_MS + 3_000])
    expect(due(10)).toEqual([NOW_MS, NOW_MS, NOW_MS + 25, NOW_MS + 300])
  })

  it('waits for nothing at speed 0', () => {
    const pacer = new Pacer(0, NOW_MS)
    expect([pacer.due(record(500), NOW_MS + 7), pacer.due(record(9_500), NOW_MS + 8)]).toEqual([NOW_MS + 7, NOW_MS + 8])
  })

  it('shortens a long silence, does not go back, and pauses between rounds', () => {
    const pacer = new Pacer(1, NOW_MS)
    pacer.due(record(1_000), 0)
    expect(pacer.due(record(90_000_000), 0)).toBe(NOW_MS + MAX_SILENCE_MS)
    expect(pacer.due(record(89_000_000), 0)).toBe(NOW_MS + MAX_SILENCE_MS)
    expect(pacer.due(record(90_000_100), 0)).toBe(NOW_MS + MAX_SILENCE_MS + 100)
    pacer.again()
    expect(pacer.due(record(1_000), 0)).toBe(NOW_MS + MAX_SILENCE_MS + 100 + ROUND_PAUSE_MS)
  })

  it('shifts all event times of a clock by the same amount, so that the first is now', () => {
    const pacer = new Pacer(1, NOW_MS)
    const records = [record(500), record(600, 1_250), record(900, 1_240), record(1_000, 50), record(1_000)]
    const retimed = records.map((one) => pacer.eventTime(one, pacer.due(one, 0)))
    expect(retimed).toEqual([NOW_MS, NOW_MS + 100, NOW_MS + 390, NOW_MS - 700, NOW_MS + 500])
    expect(records.slice(1, 4).map(({ eventTime }, i) => retimed[i + 1]! - eventTime)).toEqual(
      new Array(3).fill(NOW_MS - 500 - 1_250),
    )
  })

  it('never puts event times ahead of the clock by more than the clocks differ, however fast it plays', () => {
    const pacer = new Pacer(100, NOW_MS)
    for (let ms = 0; ms < 600_000; ms += 1_000) {
      const one = record(ms, 1_250 + (ms % 3_000) / 100)
      const dueMs = pacer.due(one, 0)
      expect(pacer.eventTime(one, dueMs) - dueMs).toBeLessThanOrEqual(20)
    }
  })
})
