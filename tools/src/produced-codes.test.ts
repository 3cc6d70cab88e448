import { describe, expect, it } from 'vitest'
import { unproducedCodes } from './produced-codes.js'

const errors = { name: 'errors', codes: ['badRequest', 'notReady'], allAtOnce: 'it.each(Object.entries(ERRORS))' }

describe('unproducedCodes', () => {
  it('names what no test names', () => {
    const tests = [{ name: 'a.test.ts', text: `expect(code).toBe('badRequest') // notReady is not quoted` }]
    expect(unproducedCodes([errors], tests)).toEqual(['errors notReady'])
    expect(unproducedCodes([errors], [])).toEqual(['errors badRequest', 'errors notReady'])
  })

  it('takes a loop over the whole table for all of them', () => {
    const tests = [{ name: 'a.test.ts', text: `it.each(Object.entries(ERRORS))('%s', () => {})` }]
    expect(unproducedCodes([errors], tests)).toEqual([])
  })
})
