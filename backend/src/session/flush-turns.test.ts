import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../test/fakes/manual-clock.js'
import { FlushTurns } from './flush-turns.js'

describe('turns of flushes', () => {
  const set = () => {
    const clock = new ManualClock()
    const turns = new FlushTurns(clock)
    const turn = (ms: number): void => {
      clock.block(ms)
      turns.ended(ms)
    }
    return { clock, turns, turn }
  }

  it('last as long as everything else had, within bounds', () => {
    for (const [othersMs, lengthMs] of [
      [0, 2],
      [1, 2],
      [7, 7],
      [20, 20],
      [500, 20],
    ] as const) {
      const { clock, turns } = set()
      const sinceMs = turns.othersMs
      clock.block(othersMs)
      expect(turns.lengthMs(sinceMs, 0)).toBe(lengthMs)
    }
  })

  it('grow with how late the flush is, within bounds', () => {
    for (const [lateMs, lengthMs] of [
      [3, 2],
      [16, 4],
      [90, 8],
    ] as const) {
      const { turns } = set()
      expect(turns.lengthMs(turns.othersMs, lateMs)).toBe(lengthMs)
    }
  })

  it('do not grow by one another: of two slots neither counts the turns of the other', () => {
    const { clock, turns, turn } = set()
    const lengths: number[] = []
    let since = [turns.othersMs, turns.othersMs]
    for (let round = 0; round < 20; round++) {
      clock.block(1)
      since = since.map((sinceMs) => {
        const lengthMs = turns.lengthMs(sinceMs, 0)
        lengths.push(lengthMs)
        turn(lengthMs)
        return turns.othersMs
      })
    }
    expect(Math.max(...lengths)).toBe(2)
  })
})
