import { decodeClientMessage, ERROR_CODES, type ControlMessage } from '@tickwall/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accessTo, fakeGuard } from '../fakes/accesses.js'
import { sessionBench } from '../fakes/session-bench.js'

/** Some seconds of work; a machine that is busy takes several times as long. */
const TIMEOUT_MS = 240_000
const RUNS = 2000
const FRAMES = 100

/** Of a topic that may not be read: it must appear nowhere. */
const SECRET = 'a price that nobody here may see'
const TOPICS = [
  'quote/a',
  'quote/b',
  'quote/%61',
  'trades/a',
  'bars/a/1m',
  'metric/h/n',
  'quote/',
  '',
  '**',
  '__proto__',
  'x'.repeat(1100),
]

const topics = fc.array(fc.constantFrom(...TOPICS), { maxLength: 6 })
const id = fc.oneof(fc.integer(), fc.constantFrom('', 'a', '__proto__', 'x'.repeat(65), null, [1], {}, 1e300, true))
const rate = fc.constantFrom(0.1, 0.2, 1, 10, 20, 1e9, 'raw', 0, -1, null, 'fast', [])
const position = fc.constantFrom(['e1', 0], ['e1', 1e9], ['e0', 3], ['', -1], ['e1', -2], ['e1'], null, 'e1')
const resume = fc.oneof(
  fc.dictionary(fc.constantFrom(...TOPICS), position, { maxKeys: 4 }),
  fc.constantFrom(null, [], 7),
)
const type = fc.constantFrom(
  'subscribe',
  'subscribe',
  'unsubscribe',
  'rate',
  'ping',
  'ack',
  'auth',
  'hello',
  '',
  1,
  null,
)
const token = fc.constantFrom('good', 'less', 'old', 'busy', '', 7)
const optional = { requiredKeys: ['type'] as ['type'] }

/** Messages as a client means them, as it gets them wrong, and what is none. */
const frame = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({ type, id, topics, maxHz: rate, resume, n: fc.integer(), token }, optional)
      .map((value) => JSON.stringify(value)),
  },
  { weight: 1, arbitrary: fc.record({ type, id, topics }).map((value) => JSON.stringify(value).slice(0, -3)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'null',
      '[]',
      '""',
      '{',
      '{}',
      '1e999',
      '{"type":"ping","id":1}{',
      '\u0000',
      '{"__proto__":{"type":"ping"},"id":1}',
      '[['.repeat(500),
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
  { weight: 1, arbitrary: fc.constant(null) },
)

/** Made once: to choose among them takes a tenth of the time. */
const POOL = 20_000

const ANSWERS: ReadonlySet<string> = new Set(['subscribed', 'unsubscribed', 'rated', 'pong', 'authenticated', 'error'])
const isAnswer = ({ type: kind }: { type: string }): boolean => ANSWERS.has(kind)
const named = (ids: readonly unknown[]): string[] =>
  ids
    .filter((each) => each !== undefined)
    .map((each) => JSON.stringify(each))
    .sort()
const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

function setUp() {
  const { guard, tokens, reached } = fakeGuard(['messageRate', 'errors'])
  tokens.set('good', accessTo(['quote/*', 'trades/*', 'bars/**']))
  tokens.set('less', accessTo(['quote/b'], { maxHz: 1 }))
  tokens.set('old', 'tokenExpired')
  tokens.set('busy', 'keysUnavailable')
  const bench = sessionBench({ errors: 1, messagesPerSecond: 1 }, [0], guard)
  for (const topic of ['quote/a', 'quote/b', 'trades/a', 'bars/a/1m']) bench.market.set(topic, { last: '1' })
  bench.market.set('metric/h/n', { unit: SECRET })
  return { ...bench, reached }
}

describe('frames of clients', () => {
  it(
    `[MSG1] ${(RUNS * FRAMES).toLocaleString('en-US')} of every kind: each is answered once, with a code that is known, and nothing is left behind`,
    async () => {
      const { connect, clock, sessions, lanes, counts, market } = setUp()
      const pool = fc.sample(frame, POOL)
      const meaning = new Map(pool.map((text) => [text, decodeClientMessage(text ?? '')]))
      // What is no JSON is found out by an error, whose stack nobody reads.
      const { stackTraceLimit } = Error
      Error.stackTraceLimit = 0
      const codes = new Set<string>()
      let sent = 0
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.constantFrom(...pool), { minLength: FRAMES, maxLength: FRAMES }),
          async (frames) => {
            const { session, transport } = connect(accessTo(['quote/*', 'trades/*', 'bars/**']))
            const expected: unknown[] = []
            for (const [i, text] of frames.entries()) {
              if (transport.closedFor !== null) break
              sent++
              const before = transport.messages.length
              if (text === null) session.receiveBinary()
              else session.receive(text)
              const decoded = meaning.get(text) as ReturnType<typeof decodeClientMessage>
              // Answered at once where its number was never sent, else not at all.
              if (decoded.ok && decoded.message.type === 'ack')
                expected.push(...transport.messages.slice(before).map(() => undefined))
              else expected.push(decoded.ok ? (decoded.message as { id?: unknown }).id : decoded.id)
              if (i % 20 === 0) market.set('quote/a', { last: String(sent) })
            }
            const answers = (): ControlMessage[] =>
              transport.messages.filter(
                (message): message is ControlMessage => message.type !== 'frame' && isAnswer(message),
              )
            // What waits for the log or for a token is answered in a later turn; a token that is none ends the session.
            for (let turn = 0; turn < 300 && answers().length < expected.length; turn++) {
              clock.endTurn()
              await nextTurn()
            }
            if (transport.closedFor === null) {
              expect(answers()).toHaveLength(expected.length)
              // What is malformed is answered at once, though a request before it may still wait.
              const given = answers().map((message) => (message as { id?: unknown }).id)
              expect(named(given)).toEqual(named(expected))
            } else expect(transport.closedFor).toBe('badToken')
            for (const message of answers()) if (message.type === 'error') codes.add(message.code)
            clock.advance(500)
            expect(JSON.stringify(transport.messages)).not.toContain(SECRET)
            sessions.closed(session, 1006)
          },
        ),
        { numRuns: RUNS },
      )
      Error.stackTraceLimit = stackTraceLimit
      clock.advance(1000)
      expect(sent).toBeGreaterThan(RUNS * FRAMES * 0.5)
      for (const code of codes) expect(Object.keys(ERROR_CODES)).toContain(code)
      for (const code of ['badRequest', 'unknownType', 'tokenExpired', 'notReady']) expect(codes).toContain(code)
      expect([sessions.size, lanes.size, sessions.cohorts, counts.subscriptions]).toEqual([0, 0, 0, 0])
      for (const topic of ['quote/a', 'quote/b', 'trades/a', 'bars/a/1m', 'metric/h/n'])
        expect([topic, market.holders(topic)]).toEqual([topic, 0])
    },
    TIMEOUT_MS,
  )
})
