import { describe, expect, it } from 'vitest'
import { findToken, type TokenPlaces } from './find-token.js'

const ALL: TokenPlaces = { cookie: 'tickwall', isQueryRead: true }
const NONE: TokenPlaces = { cookie: null, isQueryRead: false }

describe('findToken', () => {
  it.each([
    ['nothing', {}, '/ws', ALL, null],
    ['the header', { authorization: 'Bearer a.b.c' }, '/ws', NONE, 'a.b.c'],
    ['the header in small letters', { authorization: 'bearer  a.b.c ' }, '/ws', NONE, 'a.b.c'],
    ['the header of another scheme', { authorization: 'Basic abc' }, '/ws', NONE, null],
    ['an empty header', { authorization: 'Bearer ' }, '/ws', NONE, ''],
    ['the subprotocol', { 'sec-websocket-protocol': 'tickwall.v1.json, tickwall.bearer.a.b.c' }, '/ws', NONE, 'a.b.c'],
    ['a cookie', { cookie: 'x=1; tickwall=a.b.c; y=2' }, '/ws', ALL, 'a.b.c'],
    ['a cookie that is not read', { cookie: 'tickwall=a.b.c' }, '/ws', NONE, null],
    ['a cookie of a similar name', { cookie: 'xtickwall=a.b.c' }, '/ws', ALL, null],
    ['the query', {}, '/ws?access_token=a.b.c', ALL, 'a.b.c'],
    ['a query that is not read', {}, '/ws?access_token=a.b.c', NONE, null],
    [
      'the header before all others',
      { authorization: 'Bearer 1', 'sec-websocket-protocol': 'tickwall.bearer.2', cookie: 'tickwall=3' },
      '/ws?access_token=4',
      ALL,
      '1',
    ],
    [
      'the subprotocol before the cookie',
      { 'sec-websocket-protocol': 'tickwall.bearer.2', cookie: 'tickwall=3' },
      '/',
      ALL,
      '2',
    ],
    ['the cookie before the query', { cookie: 'tickwall=3' }, '/?access_token=4', ALL, '3'],
  ] as const)('[AUT1] reads %s', (_name, headers, target, places, expected) => {
    expect(findToken({ headers, target }, places)).toBe(expected)
  })
})
