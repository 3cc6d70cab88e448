import { describe, expect, it } from 'vitest'
import { chooseSubprotocol } from './subprotocol.js'

describe('chooseSubprotocol', () => {
  it.each([
    [undefined, 'none'],
    ['tickwall.v1.json', 'tickwall.v1.json'],
    ['tickwall.v1.binary,tickwall.v1.json', 'tickwall.v1.binary'],
    ['tickwall.v1.json,tickwall.v1.binary', 'tickwall.v1.json'],
    ['tickwall.bearer.a.b-c_d.e , tickwall.v1.json', 'tickwall.v1.json'],
    ['tickwall.bearer.a.b.c', null],
    ['tickwall.v1.binary', 'tickwall.v1.binary'],
    ['tickwall.bearer.a.b.c, tickwall.v1.binary', 'tickwall.v1.binary'],
    ['TICKWALL.V1.JSON', null],
    ['', null],
    ['tickwall.v1.json,', null],
    [',tickwall.v1.json', null],
    ['tickwall.v1.json, a b', null],
    ['tickwall.v1.json,tickwall.v1.json', null],
    ['tickwall.v1.json, "x"', null],
  ])('[HS2] %s → %s', (offer, chosen) => {
    expect(chooseSubprotocol(offer)).toBe(chosen)
  })
})
