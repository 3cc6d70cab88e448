import { describe, expect, it } from 'vitest'
import { History, type HistoryOptions } from './history.js'
import { PLANTS } from './plants.js'
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

/** The first seed in whose history the fault is seen. */
async function foundBy(options: HistoryOptions, seeds: number): Promise<number | null> {
  for (let seed = 1; seed <= seeds; seed++) if ((await violationOf(new History(seed, options))) !== null) return seed
  return null
}

describe('the checker of histories', () => {
  it.each(Object.entries(SABOTAGES))(
    'finds %s, whenever it happens',
    async (_, plant) => {
      let planted = 0
      for (let seed = 1; seed <= 8; seed++) {
        const sabotage = plant()
        const history = new History(seed, { wire: sabotage.wire })
        // A topic that moves may get a snapshot at any time, which mends what is planted.
        if (history.climate.moves) continue
        const violation = await violationOf(history)
        if (!sabotage.isPlanted) continue
        planted++
        expect([seed, violation]).toEqual([seed, expect.any(Violation)])
      }
      expect(planted).toBeGreaterThan(4)
    },
    300_000,
  )

  it.each(Object.entries(PLANTS))(
    'finds %s',
    async (_, plant) => {
      expect(await foundBy({ plant }, 60)).not.toBeNull()
    },
    300_000,
  )
})
