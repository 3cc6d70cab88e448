import { expect, it } from 'vitest'
import { grownPlaces, NO_PLACES, significantPlaces } from './places.js'

it.each([
  ['61837', 0],
  ['61837.63', 2],
  ['61837.63000000', 2],
  ['0.00001200', 6],
  ['100', 0],
  ['100.000', 0],
  ['-0.10', 1],
  ['', 0],
])('%s has %i significant places', (text, expected) => {
  expect(significantPlaces(text)).toBe(expected)
})

it('grow to what the values need, and never shrink', () => {
  const first = grownPlaces(NO_PLACES, { last: '61837.63000000', bid: '61837.5', lastSize: '0.00200000' })
  expect(first).toEqual({ price: 2, size: 3 })
  const same = grownPlaces(first, { last: '61838', volume: '0.123456789' })
  expect(same).toBe(first)
  expect(grownPlaces(first, { low: '61000.125' })).toEqual({ price: 3, size: 3 })
})
