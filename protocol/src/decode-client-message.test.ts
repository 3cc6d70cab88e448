import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { Positions } from './cut-resume.js'
import { decodeClientMessage, type DecodedClientMessage } from './decode-client-message.js'
import { encodeMessage } from './encode.js'
import type { ClientMessage } from './message.js'

const valid: readonly ClientMessage[] = [
  { type: 'subscribe', id: 1, topics: ['quote/usdm:BTCUSDT'] },
  {
    type: 'subscribe',
    id: 'a',
    topics: ['quote/x', 'quote/x', 'no topic at all'],
    maxHz: 0.2,
    resume: { 'quote/x': ['9f3c', 1034], 'no topic at all': ['', -1] },
  },
  { type: 'subscribe', id: '', topics: ['quote/x'], maxHz: 'raw' },
  { type: 'unsubscribe', id: -1.5, topics: ['quote/x'] },
  { type: 'rate', id: 3, topics: ['quote/x'], maxHz: 1e9 },
  { type: 'ping', id: 'x'.repeat(64) },
  { type: 'ack', n: 0 },
  { type: 'auth', id: 5, token: 'eyJ' },
]

/** Requests with an id: what is wrong, the text, and the id that the refusal must echo. */
const badRequests: readonly (readonly [string, string, (number | string)?])[] = [
  ['the empty text', ''],
  ['white space', ' \n'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a number', '1'],
  ['true', 'true'],
  ['a text', '"subscribe"'],
  ['the empty text in quotes', '""'],
  ['NaN', 'NaN'],
  ['a byte order mark', '\ufeff{"type":"ping","id":1}'],
  ['single quotes', "{'type':'ping','id':1}"],
  ['a trailing comma', '{"type":"ping","id":1,}'],
  ['two messages', '{"type":"ping","id":1}{"type":"ping","id":2}'],
  ['a cut-off message', '{"type":"subscribe","id":1,"topics":["quote/'],
  ['a null byte', '{"type":"ping","id":1}\0'],
  ['no type', '{"id":1}', 1],
  ['a number as type', '{"type":1}'],
  ['a list as type', '{"type":["ping"],"id":1}', 1],
  ['null as type', '{"type":null,"id":1}', 1],
  ['a type that is only inherited', '{"__proto__":{"type":"ping","id":1}}'],
  ['no id', '{"type":"ping"}'],
  ['null as id', '{"type":"ping","id":null}'],
  ['true as id', '{"type":"ping","id":true}'],
  ['an object as id', '{"type":"ping","id":{"toString":1}}'],
  ['a list as id', '{"type":"ping","id":[1]}'],
  ['an infinite id', '{"type":"ping","id":1e999}'],
  ['NaN as id', '{"type":"ping","id":NaN}'],
  ['an id of 65 characters', `{"type":"ping","id":"${'x'.repeat(65)}"}`],
  ['no topics', '{"type":"subscribe","id":7}', 7],
  ['an empty list of topics', '{"type":"subscribe","id":"a","topics":[]}', 'a'],
  ['a text as topics', '{"type":"subscribe","id":7,"topics":"quote/x"}', 7],
  ['an object as topics', '{"type":"unsubscribe","id":7,"topics":{"0":"quote/x","length":1}}', 7],
  ['a number among topics', '{"type":"subscribe","id":7,"topics":["quote/x",1]}', 7],
  ['null among topics', '{"type":"rate","id":7,"topics":[null],"maxHz":1}', 7],
  ['a list among topics', '{"type":"subscribe","id":7,"topics":[["quote/x"]]}', 7],
  ['a topic of 1,025 characters', `{"type":"subscribe","id":7,"topics":["${'x'.repeat(1025)}"]}`, 7],
  ['a topic of 64 KiB', `{"type":"unsubscribe","id":7,"topics":["quote/${'x'.repeat(65_536)}"]}`, 7],
  ['a rate of 0', '{"type":"subscribe","id":7,"topics":["quote/x"],"maxHz":0}', 7],
  ['a negative rate', '{"type":"subscribe","id":7,"topics":["quote/x"],"maxHz":-1}', 7],
  ['an infinite rate', '{"type":"subscribe","id":7,"topics":["quote/x"],"maxHz":1e999}', 7],
  ['a text as rate', '{"type":"subscribe","id":7,"topics":["quote/x"],"maxHz":"10"}', 7],
  ['null as rate', '{"type":"subscribe","id":7,"topics":["quote/x"],"maxHz":null}', 7],
  ['no rate where it is the point', '{"type":"rate","id":7,"topics":["quote/x"]}', 7],
  ['null as resume', '{"type":"subscribe","id":7,"topics":["quote/x"],"resume":null}', 7],
  ['a list as resume', '{"type":"subscribe","id":7,"topics":["quote/x"],"resume":[["9f3c",1]]}', 7],
  ['a position without offset', '{"type":"subscribe","id":7,"topics":["quote/x"],"resume":{"quote/x":["9f3c"]}}', 7],
  ['a position of three', '{"type":"subscribe","id":7,"topics":["quote/x"],"resume":{"quote/x":["9f3c",1,2]}}', 7],
  ['a position as object', '{"type":"subscribe","id":7,"topics":["quote/x"],"resume":{"quote/x":{"0":"a","1":1}}}', 7],
  ['null as position', '{"type":"subscribe","id":7,"topics":["quote/x"],"resume":{"quote/x":null}}', 7],
  ['a number as epoch', '{"type":"subscribe","id":7,"topics":["quote/x"],"resume":{"quote/x":[1,1]}}', 7],
  [
    'an epoch of 65 characters',
    `{"type":"subscribe","id":7,"topics":["quote/x"],"resume":{"quote/x":["${'e'.repeat(65)}",1]}}`,
    7,
  ],
  ['a text as offset', '{"type":"subscribe","id":7,"topics":["quote/x"],"resume":{"quote/x":["9f3c","1"]}}', 7],
  ['a broken offset', '{"type":"subscribe","id":7,"topics":["quote/x"],"resume":{"quote/x":["9f3c",1.5]}}', 7],
  ['an offset of -2', '{"type":"subscribe","id":7,"topics":["quote/x"],"resume":{"quote/x":["9f3c",-2]}}', 7],
  [
    'an offset beyond 2^53',
    '{"type":"subscribe","id":7,"topics":["quote/x"],"resume":{"quote/x":["9f3c",9007199254740993]}}',
    7,
  ],
  [
    'a malformed position of a topic that is not asked for',
    '{"type":"subscribe","id":7,"topics":["quote/x"],"resume":{"__proto__":[1]}}',
    7,
  ],
  ['no n', '{"type":"ack"}'],
  ['a negative n', '{"type":"ack","n":-1}'],
  ['a broken n', '{"type":"ack","n":0.5}'],
  ['a text as n', '{"type":"ack","n":"1"}'],
  ['an n beyond 2^53', '{"type":"ack","n":1e300}'],
  ['no token', '{"type":"auth","id":7}', 7],
  ['an empty token', '{"type":"auth","id":7,"token":""}', 7],
  ['an object as token', '{"type":"auth","id":7,"token":{}}', 7],
  ['100,000 nested lists', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['100,000 nested objects that do not end', '{"a":'.repeat(100_000)],
  [
    '100,000 nested lists as topics',
    `{"type":"subscribe","id":7,"topics":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    7,
  ],
]

/** A decoded message as it was sent: with the positions of its topics on an object. */
function sent(decoded: DecodedClientMessage) {
  if (!decoded.ok || decoded.message.type !== 'subscribe') return decoded as Sent
  const { resume, ...message } = decoded.message
  const wire = resume?.flatMap((position, i) =>
    position === null ? [] : [[message.topics[i] ?? '', [position.epoch, position.offset]] as const],
  )
  return { ok: true, message: { ...message, ...(wire && { resume: Object.fromEntries(wire) }) } } as Sent
}
type Sent = { ok: true; message: ClientMessage } | Extract<DecodedClientMessage, { ok: false }>

function positionsOf(text: string): Positions | undefined {
  const decoded = decodeClientMessage(text)
  return decoded.ok && decoded.message.type === 'subscribe' ? decoded.message.resume : undefined
}

describe('decodeClientMessage', () => {
  it.each(valid.map((message) => [message.type, message] as const))('[MSG1] reads %s as it was sent', (_, message) => {
    expect(sent(decodeClientMessage(encodeMessage(message)))).toEqual({ ok: true, message })
  })

  const refused = badRequests.map(([what, text, id]) => ({ what, text, id }))
  it.each(refused)('[MSG2] answers $what with badRequest and the id if it is usable', ({ text, id }) => {
    const decoded = decodeClientMessage(text)
    expect(decoded).toMatchObject({ ok: false, code: 'badRequest' })
    expect('id' in decoded ? decoded.id : undefined).toBe(id)
  })

  it.each(['sub', 'Ping', ' ping', '', 'constructor', '__proto__', 'toString', 'hasOwnProperty', 'frame', 'ping\0'])(
    '[MSG2] answers the type %j with unknownType',
    (type) => {
      expect(decodeClientMessage(JSON.stringify({ type, id: 7 }))).toMatchObject({
        ok: false,
        code: 'unknownType',
        id: 7,
      })
      expect(decodeClientMessage(JSON.stringify({ type }))).not.toHaveProperty('id')
    },
  )

  it('[MSG3] ignores fields that it does not know', () => {
    const nested = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    expect(decodeClientMessage(`{"type":"ping","later":${nested},"id":4,"topics":0,"resume":1}`)).toEqual({
      ok: true,
      message: { type: 'ping', id: 4 },
    })
  })

  it('[MSG7] keeps topics as they were spelled, duplicates, lone surrogates and 1,024 characters included', () => {
    const topics = ['quote/x', 'quote/%78', 'quote/x', '', '\ud800', '__proto__', 'x'.repeat(1024)]
    expect(decodeClientMessage(JSON.stringify({ type: 'unsubscribe', id: 1, topics }))).toEqual({
      ok: true,
      message: { type: 'unsubscribe', id: 1, topics },
    })
  })

  it('[SUB10] takes positions of topics that are not in the request, and the position of nothing, and leaves them', () => {
    const text = '{"type":"subscribe","id":1,"topics":["quote/x","quote"],"resume":{"quote/y":["",-1],"":["e",0]}}'
    expect(positionsOf(text)).toEqual([null, null])
    const some = text.replace('"resume":{', '"resume":{"quote/x":["e",7],')
    expect(positionsOf(some)).toEqual([{ epoch: 'e', offset: 7 }, null])
  })

  it('[SUB10] reads positions as JSON does, whichever topics they are of', () => {
    const name = fc.constantFrom('quote/x', 'quote/xy', 'quote/y', 'trades/x', 'quote', '', 'a":["e",1')
    const position = fc.tuple(fc.constantFrom('e', 'ef', ''), fc.constantFrom(-1, 7, 70))
    const wishes = fc.array(fc.tuple(name, fc.option(position)), { minLength: 1, maxLength: 6 })
    let isUsual = 0
    fc.assert(
      fc.property(wishes, fc.boolean(), (list, isInOrder) => {
        const pairs = list.filter(([, held]) => held !== null)
        const resume = Object.fromEntries(isInOrder ? pairs : pairs.reverse())
        const text = JSON.stringify({ type: 'subscribe', id: 1, topics: list.map(([topic]) => topic), resume })
        const positions = positionsOf(text)
        expect(positions).toEqual(positionsOf(text.replace('"resume":{', '"resume": {')))
        expect(positions).toEqual(
          list.map(([topic], i) => {
            if (list.findIndex(([other]) => other === topic) < i) return null
            const [epoch, offset] = (resume[topic] ?? []) as [string?, number?]
            return epoch === undefined ? null : { epoch, offset }
          }),
        )
        if (positions?.some((each, i) => each !== null && each === positions[i + 1]) === true) isUsual++
      }),
      { numRuns: 2000 },
    )
    // Neighbours share what was read once.
    expect(isUsual).toBeGreaterThan(10)
  })

  it.each([
    '{"type":"subscribe","id":1,"topics":["quote/x","quote/y"],"resume":{"quote/x":["e",5],"quote/y":["",-1],"quote/x":["f",0]}}',
    '{"resume":{"quote/x":["f",0],"quote/y":["",-1]},"type":"subscribe","id":1,"topics":["quote/x","quote/y"]}',
    '{"type":"subscribe","id":1,"topics":["quote/x","quote/y"],"resume": {"quote/x":["f",0],"quote/y":["",-1]}}',
    '{"type":"subscribe","id":1,"topics":["quote/x","quote/y"],"resume":{"quote/x":[ "f",0],"quote/y":["",-1]}}',
    '{"type":"subscribe","id":1,"topics":["quote/x","quote/y"],"resume":{"quote\\/x":["f",0],"quote/y":["",-1]}}',
    '{"type":"subscribe","id":1,"topics":["quote/x","quote/y"],"resume":{"quote/x":["f",0e0],"quote/y":["",-1]}}',
    '{"type":"subscribe","id":1,"topics":["quote/x","quote/y"],"resume":{"quote/x":["f",-0],"quote/y":["",-1]}}',
    '{"type":"subscribe","id":1,"topics":["quote/x","quote/y"],"resume":0,"resume":{"quote/x":["f",0],"quote/y":["",-1]}}',
    '{"type":"subscribe","id":1,"topics":["quote/x","quote/y"],"x":{"resume":{"a":["z",9]}},"resume":{"quote/x":["f",0],"quote/y":["",-1]}}',
  ])('[SUB10] reads positions alike, however they are written: %s', (text) => {
    expect(positionsOf(text)).toEqual([
      { epoch: 'f', offset: expect.toSatisfy((offset) => offset === 0) as number },
      { epoch: '', offset: -1 },
    ])
  })

  it.each([
    '{"type":"subscribe","id":1,"topics":["quote/x"],"resume":{"quote/x":["f",0]},"resume":0}',
    '{"type":"subscribe","id":1,"topics":["quote/x"],"x":{"resume":{"quote/x":["f",0]}},"resume":0}',
    '{"type":"subscribe","id":1,"topics":["quote/x"],"resume":{"quote/x":["f",0]},"res\\u0075me":0}',
    '{"type":"subscribe","id":1,"topics":["quote/x"],"resume":{"quote/x":["f",0],}}',
    '{"type":"subscribe","id":1,"topics":["quote/x"],"resume":{"quote/x":["f",0]}',
    '{"type":"subscribe","id":1,"topics":["quote/x"],"resume":{"quote/x":["f",01]}}',
    '{"type":"subscribe","id":"1,"resume":{"quote/x":["f",0]},"topics":["quote/x"]}',
    '["resume":{"quote/x":["f",0]}]',
  ])('[SUB10] takes no position from %s', (text) => expect(decodeClientMessage(text)).toMatchObject({ ok: false }))

  it('[SUB10] takes no position from another object of a request', () => {
    const text = '{"type":"subscribe","id":1,"topics":["quote/x"],"x":{"resume":{"quote/x":["f",0]}}}'
    expect(decodeClientMessage(text)).toEqual({
      ok: true,
      message: { type: 'subscribe', id: 1, topics: ['quote/x'] },
    })
  })

  describe('with prototype keys', () => {
    afterEach(() => {
      expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted')
    })

    it('[MSG3] takes a topic called __proto__ for one', () => {
      const names = '{"__proto__":["e",1],"constructor":["f",2]}'
      // Written as usual, and not.
      for (const resume of [names, ` ${names}`]) {
        const positions = positionsOf(
          `{"type":"subscribe","id":1,"topics":["__proto__","constructor","toString"],"resume":${resume}}`,
        )
        expect(positions).toEqual([{ epoch: 'e', offset: 1 }, { epoch: 'f', offset: 2 }, null])
      }
    })

    it('[MSG3] takes no message from a __proto__ key', () => {
      const decoded = decodeClientMessage(
        '{"__proto__":{"polluted":1,"n":3},"constructor":{"prototype":{"polluted":1}},"type":"ack"}',
      )
      expect(decoded).toMatchObject({ ok: false, code: 'badRequest' })
    })
  })

  it('[ERR4] repeats nothing that the client sent', () => {
    const secret = 'eyJhbGciOiJIUzI1NiJ9'
    for (const text of [
      secret,
      `{"type":"${secret}","id":1}`,
      `{"type":"auth","token":"${secret}"}`,
      `{"type":"auth","id":1,"token":["${secret}"]}`,
      `{"type":"subscribe","id":1,"topics":["${secret}",1]}`,
    ]) {
      const decoded = decodeClientMessage(text)
      expect(decoded.ok).toBe(false)
      expect(JSON.stringify(decoded)).not.toContain(secret)
    }
  })

  it('[MSG2] never throws, whatever the text, and accepts only what it can encode again', () => {
    const nearMessage = fc.record(
      {
        type: fc.constantFrom('subscribe', 'unsubscribe', 'rate', 'ping', 'ack', 'auth', 'x'),
        id: fc.jsonValue(),
        topics: fc.oneof(fc.array(fc.string()), fc.jsonValue()),
        maxHz: fc.oneof(fc.double(), fc.constant('raw'), fc.jsonValue()),
        resume: fc.oneof(fc.dictionary(fc.string(), fc.tuple(fc.string(), fc.integer())), fc.jsonValue()),
        n: fc.jsonValue(),
        token: fc.jsonValue(),
      },
      { requiredKeys: ['type'] },
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      nearMessage.map((value) => JSON.stringify(value)),
    )
    fc.assert(
      fc.property(text, (given) => {
        const decoded = sent(decodeClientMessage(given))
        if (!decoded.ok) expect(['badRequest', 'unknownType']).toContain(decoded.code)
        else expect(sent(decodeClientMessage(encodeMessage(decoded.message)))).toEqual(decoded)
      }),
      { numRuns: 1000 },
    )
  })
})
