import { describe, expect, it } from 'vitest'
import { FAULT_NAMES, FAULTS } from './faults/catalogue.js'
import type { Fault } from './faults/fault.js'
import { planLine, planOf } from './plan.js'

const options = { faults: 4, clients: 6, isFull: false, only: [] }
const seeds = Array.from({ length: 20 }, (_, i) => i + 1)

describe('planOf', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planOf(7, options)).toEqual(planOf(7, options))
    expect(planOf(7, options)).not.toEqual(planOf(8, options))
  })

  it('shares all faults out evenly over twenty seeds', () => {
    const times = new Map<string, number>()
    for (const seed of seeds)
      for (const { fault } of planOf(seed, options)) times.set(fault, (times.get(fault) ?? 0) + 1)
    for (const name of FAULT_NAMES) expect([name, times.get(name)]).toEqual([name, expect.any(Number)])
    expect(Math.max(...times.values()) - Math.min(...times.values())).toBeLessThanOrEqual(1)
  })

  it('draws within the bounds of each fault', () => {
    for (const seed of seeds)
      for (const planned of planOf(seed, options)) {
        const [least, most] = (FAULTS[planned.fault] as Fault).lastsMs
        expect(planned.forMs).toBeGreaterThanOrEqual(least)
        expect(planned.forMs).toBeLessThanOrEqual(most)
        expect(planned.clients.length).toBeGreaterThan(0)
        expect(planLine(planned)).toContain(planned.fault)
      }
  })

  it('leaves the broker away for a minute in a full run', () => {
    const full = seeds.flatMap((seed) => planOf(seed, { ...options, isFull: true, only: ['kafkaStopped'] }))
    expect(new Set(full.map(({ forMs }) => forMs))).toEqual(new Set([60_000]))
  })
})
