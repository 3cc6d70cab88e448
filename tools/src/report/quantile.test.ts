import { describe, expect, it } from 'vitest'
import { quantile } from './quantile.js'

describe('quantile', () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i)
  it('is the value that so large a share does not exceed, whatever the order', () => {
    expect(quantile(values, 0.95)).toBe(95)
    expect(quantile(values, 0.99)).toBe(99)
    expect(quantile(values, 1)).toBe(100)
    expect(quantile([7], 0.5)).toBe(7)
  })
  it('is one of the values: frames come on time or a whole one late, never between', () =>
    expect(quantile([16.7, 16.7, 33.3], 0.5)).toBe(16.7))
  it('does not exist without values', () => expect(quantile([], 0.5)).toBeNaN())
})
