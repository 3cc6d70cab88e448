import { jsonCodec } from '@tickwall/backend/lanes/frame-codec.js'
import { describe, expect, it } from 'vitest'
import { sizes } from './measure.js'
import { simulatedQuotes } from './simulated-quotes.js'

describe('bytes of an update', () => {
  const quotes = simulatedQuotes(5)

  it('are counted on whole frames of quotes that have traded', () => {
    expect(quotes.length).toBeGreaterThanOrEqual(40)
    const { wire } = sizes(jsonCodec, quotes, ['last'])
    const lengths = quotes.map(({ state }) => `{"last":"${String(state.last)}"}`.length)
    expect(wire).toBeGreaterThan(Math.min(...lengths))
    expect(wire).toBeLessThan(Math.max(...lengths) + 40)
  })
  it('grow with the fields, and shrink by compression', () => {
    const one = sizes(jsonCodec, quotes, ['last'])
    const two = sizes(jsonCodec, quotes, ['last', 'bid'])
    expect(two.wire).toBeGreaterThan(one.wire)
    expect(two.deflated).toBeLessThan(two.wire)
  })
  it('are the same each time', () => {
    expect(sizes(jsonCodec, simulatedQuotes(5), ['last', 'tickAt'])).toEqual(
      sizes(jsonCodec, quotes, ['last', 'tickAt']),
    )
  })
})
