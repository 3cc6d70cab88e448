import { describe, expect, it } from 'vitest'
import { History } from './history.js'
import { liveThrough, seedsFrom } from './histories.js'
import { SABOTAGES } from './sabotage.js'
import { Violation } from './violation.js'

const violationOf = (history: History): Promise<Violation | null> =>
  history.run().then(
    () => null,
    (error: unknown) => {
      if (error instanceof Violation) return error
      throw error
    },
  )

describe('gateways and clients that live through anything', () => {
  it.each([1, 101, 201])(
    '100 seeds from %i hold the fold of the log',
    async (first) => {
      const { failures } = await liveThrough(seedsFrom(first, 100))
      expect(failures).toEqual([])
    },
    120_000,
  )
})

describe('the checker of histories', () => {
  it.each(Object.entries(SABOTAGES))(
    'finds %s',
    async (_, { plant, rules }) => {
      let planted = 0
      for (let seed = 1; seed <= 12; seed++) {
        const sabotage = plant()
        const history = new History(seed, { wire: sabotage.wire })
        // A topic that moves may get a snapshot at any time, which mends what is planted.
        if (history.climate.moves) continue
        const violation = await violationOf(history)
        if (!sabotage.isPlanted) continue
        planted++
        expect([seed, rules]).toEqual([seed, expect.arrayContaining([violation?.rule])])
      }
      expect(planted).toBeGreaterThan(6)
    },
    120_000,
  )
})
