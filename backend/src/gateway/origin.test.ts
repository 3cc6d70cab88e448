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
    ['a page from a file that is listed', 'null', 'a', ['null'], true],
    ['nonsense', 'nonsense', 'a', [], false],
    ['no host', 'http://a', undefined, [], false],
    ['a host that is none', 'http://a', 'a b', [], false],
    ['a listed one', 'https://b', 'a', ['https://c', 'https://b'], true],
    ['any', 'https://b', 'a', ['*'], true],
  ] as const)('%s', (_name, origin, host, allowed, expected) => {
    expect(isOriginAllowed(origin, host, allowed)).toBe(expected)
  })
})
