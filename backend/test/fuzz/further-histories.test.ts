import { describe, it } from 'vitest'
import { seedsFrom } from './histories.js'
import { expectToHold } from './living-through.js'

// A file of its own, so that it runs beside the first.
describe('gateways and clients that live through anything', () => {
  it('hold the fold of the log, seeds 201 to 300', async () => {
    await expectToHold(seedsFrom(201, 100))
  }, 300_000)
})
