import { expect } from 'vitest'
import { liveThrough, traceOf } from './histories.js'
import type { Tally } from './tally.js'

/** Expects that no history of these seeds fails; a failure is shown with the way to it. Returns what they lived through. */
export async function expectToHold(seeds: Iterable<number>): Promise<Tally> {
  const { lived, failures } = await liveThrough(seeds)
  const [first] = failures
  const trace = first === undefined ? [] : await traceOf(first, 40)
  expect({ failures, trace }).toEqual({ failures: [], trace: [] })
  return lived
}
