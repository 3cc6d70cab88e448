import { describe, expect, it } from 'vitest'
import { seedsFrom } from './histories.js'
import { KEPT_SEEDS } from './kept-seeds.js'
import { expectToHold } from './living-through.js'
import { ENOUGH } from './tally.js'

describe('gateways and clients that live through anything', () => {
  it('[FOLD8] hold the fold of the log, seeds 1 to 200', async () => {
    const lived = await expectToHold(seedsFrom(1, 200))
    for (const [what, least] of Object.entries(ENOUGH))
      expect([what, lived[what as keyof typeof lived]]).toEqual([what, expect.toSatisfy((n: number) => n >= least)])
  }, 300_000)

  it('hold the fold of the log, seeds that found something', async () => {
    await expectToHold(Object.keys(KEPT_SEEDS).map(Number))
  }, 300_000)
})
