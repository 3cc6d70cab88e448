import { describe, expect, it } from 'vitest'
import { addressOf } from './address.mjs'
import { satisfies } from './repository.mjs'

const range = '^20.19.0 || ^22.12.0 || >=24'

describe('satisfies', () => {
  it.each(['20.19.0', '20.20.2', '22.12.0', '22.23.1', '24.0.0', '26.1.0'])('accepts %s', (version) => {
    expect(satisfies(version, range)).toBe(true)
  })

  it.each(['18.20.0', '20.18.9', '21.9.0', '22.11.9', '23.5.0'])('refuses %s', (version) => {
    expect(satisfies(version, range)).toBe(false)
  })
})

describe('addressOf', () => {
  it('is what a person types', () => {
    expect(addressOf({})).toBe('http://localhost:8080')
    expect(addressOf({ PORT: '9000', HOST: '0.0.0.0' })).toBe('http://localhost:9000')
    expect(addressOf({ HOST: '10.0.0.7' })).toBe('http://10.0.0.7:8080')
  })

  it('is unknown when the gateway chooses its port', () => {
    expect(addressOf({ PORT: '0' })).toBe(null)
  })
})
