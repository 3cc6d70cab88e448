import { describe, expect, it } from 'vitest'
import { History } from './history.js'
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
    300_000,
  )
})
