import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ERROR_CODES, NOTICE_REASONS } from './codes.js'
import { decodeServerMessage } from './decode-server-message.js'
import { encodeMessage } from './encode.js'
import type { ControlMessage } from './message.js'

const ts = 1723161255343
const hello: ControlMessage = {
  type: 'hello',
  ts,
  version: 1,
  server: 'gw-1',
  build: '0.1.0',
  session: 's1',
  heartbeatMs: 5000,
  windowMs: 3000,
  rates: [20, 10, 0.2, 'raw'],
  source: 'catchingUp',
  limits: { topics: 500, messageBytes: 65_536, messagesPerSecond: 20 },
}
const messages: readonly ControlMessage[] = [
  hello,
  {
    type: 'subscribed',
    id: 1,
    ts,
    topics: [{ topic: 'quote/x', ref: 12, hz: 'raw', start: 'resume' }],
    rejected: [{ topic: 'quote/', code: 'unknownTopic', message: 'no' }],
  },
  { type: 'unsubscribed', id: 'a', ts, topics: ['quote/x'] },
  { type: 'rated', id: 3, ts, topics: [{ topic: 'quote/x', hz: 0.2 }] },
  { type: 'pong', id: 4, ts },
  { type: 'heartbeat', ts, source: 'lost' },
  { type: 'authenticated', id: 5, ts, expiresAt: null },
  {
    type: 'authenticated',
    id: 5,
    ts,
    expiresAt: ts + 60_000,
    rejected: [{ topic: 'quote/x', code: 'forbiddenTopic', message: 'no' }],
  },
  { type: 'notice', ts, reason: 'degraded', topics: ['quote/x'], hz: 2 },
  { type: 'notice', ts, reason: 'tokenExpiring', expiresAt: ts + 60_000 },
  { type: 'error', ts, code: 'badRequest', message: 'no', retryable: false },
  { type: 'error', id: 9, ts, code: 'rateLimited', message: 'slower', retryable: true },
  { type: 'closing', ts, code: 1012, reason: 'restarting', retryAfterMs: 3120 },
]
const frame = {
  type: 'frame',
  n: 7041,
  prev: 7040,
  ts,
  at: ts - 3,
  snapshots: [{ ref: 12, epoch: '9f3c', offset: 1034, state: { last: '1' } }],
  deltas: [[13, 1040, { last: '61837.63', prevClose: null }]],
}

describe('decodeServerMessage', () => {
  it.each(messages.map((message) => [message.type, message] as const))('reads %s as it was sent', (_, message) => {
    expect(decodeServerMessage(encodeMessage(message))).toEqual({ ok: true, message })
  })

  it('reads frames, with and without prev and lists', () => {
    const bare = { type: 'frame', n: 0, ts, at: 0 }
    for (const message of [frame, bare])
      expect(decodeServerMessage(JSON.stringify(message))).toEqual({ ok: true, message })
  })

  it.each([...Object.keys(hello)].filter((key) => key !== 'type'))('[HS5] refuses a hello without %s', (key) => {
    expect(decodeServerMessage(JSON.stringify({ ...hello, [key]: undefined })).ok).toBe(false)
  })

  it('[AUT11] reads by how much everything is delayed, if it is', () => {
    for (const delayMs of [1, 900_000])
      expect(decodeServerMessage(JSON.stringify({ ...hello, delayMs }))).toMatchObject({ message: { delayMs } })
    for (const delayMs of [0, -1, '900000'])
      expect(decodeServerMessage(JSON.stringify({ ...hello, delayMs })).ok).toBe(false)
  })

  it('[HS5] refuses the hello of another version', () => {
    expect(decodeServerMessage(JSON.stringify({ ...hello, version: 2 }))).toMatchObject({ code: 'malformed' })
  })

  it.each([...messages, frame].map((message) => [message.type, message] as const))(
    '[MSG6] refuses %s without ts',
    (_, message) => {
      expect(decodeServerMessage(JSON.stringify({ ...message, ts: undefined }))).toMatchObject({ code: 'malformed' })
    },
  )

  it.each([
    ['n', 'a text', { n: '7041' }],
    ['n', 'a negative number', { n: -1 }],
    ['prev', 'null', { prev: null }],
    ['at', 'null', { at: null }],
    ['snapshots', 'an object', { snapshots: {} }],
    ['snapshots', 'null', { snapshots: null }],
    ['a snapshot', 'null', { snapshots: [null] }],
    ['a snapshot', 'without an epoch', { snapshots: [{ ref: 1, offset: 1, state: {} }] }],
    ['a snapshot', 'with a list as state', { snapshots: [{ ref: 1, epoch: '', offset: 1, state: [] }] }],
    ['a snapshot', 'with offset -2', { snapshots: [{ ref: 1, epoch: '', offset: -2, state: {} }] }],
    ['deltas', 'a text', { deltas: 'x' }],
    ['a delta', 'of two parts', { deltas: [[1, 2]] }],
    ['a delta', 'of four parts', { deltas: [[1, 2, {}, 3]] }],
    ['a delta', 'with null as changes', { deltas: [[1, 2, null]] }],
    ['a delta', 'with a list as changes', { deltas: [[1, 2, []]] }],
    ['a delta', 'with a text as ref', { deltas: [['1', 2, {}]] }],
    ['a delta', 'as an object', { deltas: [{ 0: 1, 1: 2, 2: {} }] }],
  ])('[FRM5] refuses a frame whose %s is %s', (_, __, change) => {
    expect(decodeServerMessage(JSON.stringify({ ...frame, ...change }))).toMatchObject({ ok: false, code: 'malformed' })
  })

  it.each([
    ...['', 'null', '[]', '1', '""', '{}', '{"type":1}', '{"type":["frame"]}', '{"type":"frame"}', '{"type":"pong"}'],
    ...['\ufeff{"type":"pong","id":1,"ts":1}', '{"type":"pong","id":1,"ts":1e999}', '{"type":"pong","id":null,"ts":1}'],
    '['.repeat(100_000) + ']'.repeat(100_000),
    '{"type":"heartbeat","ts":1,"source":"dead"}',
    '{"type":"subscribed","id":1,"ts":1,"topics":[{"topic":"x","ref":1,"hz":0,"start":"resume"}],"rejected":[]}',
    '{"type":"subscribed","id":1,"ts":1,"topics":[{"topic":"x","ref":1,"hz":1,"start":"later"}],"rejected":[]}',
    '{"type":"subscribed","id":1,"ts":1,"topics":[null],"rejected":[]}',
    '{"type":"subscribed","id":1,"ts":1,"topics":[]}',
    '{"type":"error","ts":1,"code":"badRequest","message":"x"}',
    '{"type":"closing","ts":1,"code":"1012","reason":"x","retryAfterMs":1}',
    '{"__proto__":{"type":"pong","id":1,"ts":1}}',
  ])('[MSG2] calls %.60s malformed', (text) => {
    expect(decodeServerMessage(text)).toMatchObject({ ok: false, code: 'malformed' })
  })

  it.each(['later', 'constructor', '__proto__', 'toString', 'subscribe', ''])(
    '[MSG3] does not know the type %j',
    (type) => {
      expect(decodeServerMessage(JSON.stringify({ type, ts }))).toMatchObject({ ok: false, code: 'unknownType' })
    },
  )

  it('[MSG3] keeps the message when a field or a notice is newer than this client', () => {
    expect(decodeServerMessage(`{"type":"pong","id":1,"ts":${ts},"later":{"x":[]}}`).ok).toBe(true)
    expect(decodeServerMessage(`{"type":"notice","ts":${ts},"reason":"later"}`)).toMatchObject({ code: 'unknownType' })
  })

  it.each([...NOTICE_REASONS])('[NTC1] knows the notice %s', (reason) => {
    expect(decodeServerMessage(JSON.stringify({ type: 'notice', ts, reason })).ok).toBe(true)
  })

  it.each(Object.keys(ERROR_CODES))('[ERR1] knows the code %s', (code) => {
    const error = { type: 'error', ts, code, message: 'x', retryable: false }
    expect(decodeServerMessage(JSON.stringify(error))).toEqual({ ok: true, message: error })
  })

  it('[ERR1] reads a code that it does not know as internal, so that the request fails all the same', () => {
    expect(
      decodeServerMessage(
        JSON.stringify({ type: 'error', id: 1, ts, code: 'toString', message: 'x', retryable: true }),
      ),
    ).toMatchObject({ message: { id: 1, code: 'internal', retryable: true } })
    const rejected = [{ topic: 'quote/x', code: 'later', message: 'x' }]
    expect(decodeServerMessage(JSON.stringify({ type: 'subscribed', id: 1, ts, topics: [], rejected }))).toMatchObject({
      message: { rejected: [{ topic: 'quote/x', code: 'internal', message: 'x' }] },
    })
  })

  it('[MSG2] never throws, whatever the text', () => {
    const near = fc.record(
      {
        type: fc.constantFrom(...messages.map((message) => message.type), 'frame'),
        ts: fc.oneof(fc.constant(ts), fc.jsonValue()),
        id: fc.jsonValue(),
        topics: fc.oneof(
          fc.array(fc.dictionary(fc.constantFrom('topic', 'ref', 'hz'), fc.jsonValue())),
          fc.jsonValue(),
        ),
        rejected: fc.oneof(fc.array(fc.dictionary(fc.constantFrom('topic', 'code'), fc.jsonValue())), fc.jsonValue()),
        limits: fc.jsonValue(),
        snapshots: fc.array(fc.jsonValue()),
        deltas: fc.array(fc.tuple(fc.jsonValue(), fc.integer(), fc.jsonValue())),
      },
      { requiredKeys: ['type'] },
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          near.map((value) => JSON.stringify(value)),
        ),
        (text) => {
          const decoded = decodeServerMessage(text)
          if (!decoded.ok) expect(['malformed', 'unknownType']).toContain(decoded.code)
        },
      ),
      { numRuns: 500 },
    )
  })
})
