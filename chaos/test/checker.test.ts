import { describe, expect, it } from 'vitest'
import { verify, type Run } from '../src/verify/verify.js'
import { modelRun } from './model-run.js'
import { PLANTS } from './plants.js'

describe('the checker of what clients were sent', () => {
  const run = modelRun()

  it('finds nothing where nothing is wrong, and has looked', () => {
    const verdict = verify(run)
    expect(verdict.violations).toEqual([])
    expect(verdict.records).toBe(600)
    expect(verdict.frames).toBe(300)
    expect(verdict.compared).toBeGreaterThan(1000)
    expect(verdict.recoveries).toMatchObject([{ name: 'calm' }])
  })

  it.each(Object.entries(PLANTS))('finds %s', (_, plant) => {
    const planted = plant(run)
    expect(planted).not.toBeNull()
    expect(verify(planted as Run).violations).not.toEqual([])
  })
})
