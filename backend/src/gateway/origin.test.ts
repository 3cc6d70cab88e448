import { describe, expect, it } from 'vitest'
import { isOriginAllowed } from './origin.js'

describe('isOriginAllowed', () => {
  it.each([
    ['no browser', undefined, 'a:1', [], true],
    ['the same origin', 'http://a:8080', 'a:8080', [], true],
    ['the same origin in other letters', 'http://A:8080', 'a:8080', [], true],
    ['a scheme that implies the port', 'https://a', 'a', [], true],
    ['a proxy that drops the port', 'http://a:8080', 'a', [], true],
    ['another port of the host', 'http://a:1', 'a:2', [], false],
    ['another host', 'http://b', 'a', [], false],
    ['a name that only begins alike', 'http://a.evil', 'a', [], false],
    ['a page from a file', 'null', 'a', [], false],
    ['a page from a file where every one is listed', 'null', 'a', ['*'], false],
    ['nonsense', 'nonsense', 'a', [], false],
    ['no host', 'http://a', undefined, [], false],
    ['a host that is none', 'http://a', 'a b', [], false],
    ['a listed one', 'https://b', 'a', ['https://c', 'https://b'], true],
    ['any', 'https://b', 'a', ['*'], true],
    ['a name below a listed one', 'https://x.b.org', 'a', ['https://*.b.org'], true],
    ['a name deep below', 'https://x.y.b.org', 'a', ['https://*.b.org'], true],
    ['the name itself', 'https://b.org', 'a', ['https://*.b.org'], false],
    ['a name that only ends alike', 'https://evilb.org', 'a', ['https://*.b.org'], false],
    ['a name below by another scheme', 'http://x.b.org', 'a', ['https://*.b.org'], false],
    ['a name below at another port', 'https://x.b.org:8443', 'a', ['https://*.b.org'], false],
    ['a name below at a listed port', 'https://x.b.org:8443', 'a', ['https://*.b.org:8443'], true],
    ['a user in the place of a name', 'https://evil@x.b.org', 'a', ['https://*.b.org'], false],
    ['a path in the place of a name', 'https://evil/x.b.org', 'a', ['https://*.b.org'], false],
  ] as const)('[ORG1] %s', (_name, origin, host, allowed, expected) => {
    expect(isOriginAllowed({ origin, host }, { allowed, isAbsentAllowed: true })).toBe(expected)
  })

  it('[ORG2] without an origin lets only those in whose browser vouches for them, unless it is told otherwise', () => {
    const rules = { allowed: ['*'], isAbsentAllowed: false }
    expect(isOriginAllowed({ host: 'a' }, rules)).toBe(false)
    expect(isOriginAllowed({ host: 'a', 'sec-fetch-site': 'cross-site' }, rules)).toBe(false)
    expect(isOriginAllowed({ host: 'a', 'sec-fetch-site': 'none' }, rules)).toBe(false)
    expect(isOriginAllowed({ host: 'a', 'sec-fetch-site': 'same-origin' }, rules)).toBe(true)
    expect(isOriginAllowed({ host: 'a' }, { ...rules, isAbsentAllowed: true })).toBe(true)
  })
})
