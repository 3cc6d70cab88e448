import { describe, expect, it } from 'vitest'
import { Readiness } from './readiness.js'

describe('Readiness', () => {
  it('never goes back', () => {
    const readiness = new Readiness()
    expect([readiness.phase, readiness.hindrance]).toEqual(['bootstrapping', expect.any(String)])
    readiness.bootstrapped()
    expect([readiness.phase, readiness.hindrance]).toEqual(['ready', null])
    readiness.failed()
    expect(readiness.phase).toBe('ready')
    readiness.drain(4)
    readiness.bootstrapped()
    expect(readiness.phase).toBe('draining')
  })

  it('knows how far a drain is', () => {
    const readiness = new Readiness()
    expect(readiness.drainProgress(4)).toBe(0)
    readiness.drain(4)
    expect([4, 3, 0].map((left) => readiness.drainProgress(left))).toEqual([0, 0.25, 1])
  })

  it('has nothing left to drain where nobody was', () => {
    const readiness = new Readiness()
    readiness.drain(0)
    expect(readiness.drainProgress(0)).toBe(1)
  })
})
