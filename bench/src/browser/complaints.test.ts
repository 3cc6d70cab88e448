import { describe, expect, it } from 'vitest'
import { withoutOutages } from './complaints.js'

describe('withoutOutages', () => {
  const outages = [{ from: 100, to: 200 }]
  const away = `WebSocket connection to 'ws://127.0.0.1/ws' failed: closed`
  it('forgives lines about a server while it is away', () =>
    expect(withoutOutages([{ at: 150, text: away }], outages)).toEqual([]))
  it('forgives nothing else, and nothing at another time', () => {
    const late = { at: 201, text: away }
    const own = { at: 150, text: 'TypeError: no such thing' }
    expect(withoutOutages([own, late], outages)).toEqual([own, late])
  })
})
