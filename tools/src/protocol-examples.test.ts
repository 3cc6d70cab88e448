import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  METRIC_FIELDS,
  QUOTE_FIELDS,
  decodeClientMessage,
  decodeServerMessage,
  encodeDelta,
  encodeFrame,
  encodeSnapshot,
  frameHead,
  parseDecimal,
  parseTopic,
  type BarsState,
  type QuoteState,
  type TradesState,
} from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import { decodeRecord } from '../../backend/src/ingest/decode-record.js'
import { readAnnouncement, readCommand, readHealth } from '../../backend/src/sys/read-published.js'
import { repositoryRoot } from './repository.js'

const page = readFileSync(join(repositoryRoot, 'docs/protocol.md'), 'utf8').replaceAll('\r\n', '\n')

/** The lines of all examples with this heading, for example `client` or `state quote`. */
const examples = (heading: string): string[] =>
  [...page.matchAll(/^```json (.+)\n([^]*?)^```$/gm)]
    .filter(([, info]) => info === heading)
    .flatMap(([, , lines = '']) => lines.trimEnd().split('\n'))
const parsed = (heading: string): unknown[] => examples(heading).map((line): unknown => JSON.parse(line))
const isDecimal = (text: unknown): boolean => typeof text === 'string' && parseDecimal(text) !== null
/** Whether the object's keys are among `order`, in its order. */
const keysFollow = (value: unknown, order: readonly string[]): void => {
  expect(Object.keys(value as object)).toEqual(order.filter((key) => key in (value as object)))
}

interface Sent {
  readonly topics?: readonly string[]
  readonly resume?: Readonly<Record<string, readonly [string, number]>>
}

/** Positions are read into a list, that of each topic. */
function received({ resume, ...rest }: Sent): object {
  if (resume === undefined) return rest
  const positions = rest.topics?.map((topic) => {
    const [epoch, offset] = resume[topic] ?? []
    return epoch === undefined ? null : { epoch, offset }
  })
  return { ...rest, resume: positions }
}

describe('the examples of docs/protocol.md', () => {
  it('are all of a kind that is decoded here', () => {
    const headings = [...page.matchAll(/^```(.+)$/gm)].map(([, info]) => info)
    const known = [
      'client',
      'server',
      'record ticks usdm:BTCUSDT',
      'record metrics web-1',
      'snapshot',
      'stream',
      'poll',
    ]
    const states = ['quote', 'trades', 'bars', 'metric', 'sys'].map((kind) => `state ${kind}`)
    expect(new Set(headings)).toEqual(new Set([...known, ...states].map((heading) => `json ${heading}`)))
  })

  it('[MSG1] show every client message as the decoder takes it', () => {
    const types = examples('client').map((text) => {
      const decoded = decodeClientMessage(text)
      expect(decoded).toEqual({ ok: true, message: received(JSON.parse(text) as Sent) })
      if (decoded.ok && 'topics' in decoded.message)
        for (const topic of decoded.message.topics) expect(parseTopic(topic)).not.toBeNull()
      return decoded.ok ? decoded.message.type : null
    })
    expect(new Set(types)).toEqual(new Set(['subscribe', 'unsubscribe', 'rate', 'ping', 'ack', 'auth']))
  })

  it('[MSG6] show every server message as the decoder takes it', () => {
    const types = examples('server').map((text) => {
      const decoded = decodeServerMessage(text)
      expect(decoded).toEqual({ ok: true, message: JSON.parse(text) })
      return decoded.ok ? decoded.message.type : null
    })
    const answers = ['subscribed', 'unsubscribed', 'rated', 'pong', 'authenticated', 'error']
    expect(new Set(types)).toEqual(new Set(['hello', ...answers, 'frame', 'heartbeat', 'notice', 'closing']))
  })

  it('[FRM1] show frames as they are encoded, byte for byte', () => {
    const frames = examples('server').filter((text) => text.startsWith('{"type":"frame"'))
    expect(frames.length).toBeGreaterThan(2)
    for (const text of frames) {
      const decoded = decodeServerMessage(text)
      if (!decoded.ok || decoded.message.type !== 'frame') throw new Error('not a frame')
      const { n, prev = null, ts, at, snapshots = [], deltas = [] } = decoded.message
      const encoded = encodeFrame(
        frameHead(n, prev, ts, at),
        snapshots.map(({ ref, epoch, offset, state }) => encodeSnapshot(ref, epoch, offset, state)),
        deltas.map((delta) => encodeDelta(...delta)),
      )
      expect(encoded).toBe(text)
    }
  })

  it('[STA1] show quotes with fields of the table, [STA5] in its order, [STA7] without day fields while partial', () => {
    const quotes = parsed('state quote') as QuoteState[]
    for (const quote of quotes) keysFollow(quote, QUOTE_FIELDS)
    for (const { last, bid = '0', turnover = '0' } of quotes) expect([last, bid, turnover].every(isDecimal)).toBe(true)
    const [whole, partial] = quotes
    expect(Object.keys(whole ?? {})).toEqual(QUOTE_FIELDS.filter((field) => field !== 'partial'))
    for (const field of ['open', 'high', 'low', 'prevClose', 'volume', 'turnover', 'trades'] as const) {
      expect(partial).not.toHaveProperty(field)
    }
    expect(partial?.partial).toBe(true)
  })

  it('[STA2] show trades and [STA3] bars oldest first, [STA4] metrics with the fields of the table, [LST2] each with its size', () => {
    const [trades] = parsed('state trades') as TradesState[]
    const [bars] = parsed('state bars') as BarsState[]
    const [metric] = parsed('state metric') as { items: [number][]; size: number }[]
    for (const [offset, , price, size] of trades?.items ?? []) {
      expect([Number.isInteger(offset), isDecimal(price), isDecimal(size)]).toEqual([true, true, true])
    }
    for (const [, ...values] of bars?.items ?? []) expect(values.slice(0, 5).every(isDecimal)).toBe(true)
    for (const items of [trades?.items, bars?.items, metric?.items]) {
      const identities = (items ?? []).map(([identity]) => identity)
      expect(identities.length).toBeGreaterThan(1)
      expect(identities).toEqual([...identities].sort((a, b) => a - b))
    }
    keysFollow(metric, METRIC_FIELDS)
    expect([trades?.size, bars?.size, metric?.size]).toEqual([200, 500, 600])
  })

  it('[SYS4] [SYS8] [SYS9] show announcements, commands and screens as what publishes them is understood', () => {
    const [announcements, commands, screens] = parsed('state sys') as Record<string, Record<string, unknown>>[]
    for (const [id, { at, until, ...asked }] of Object.entries(announcements ?? {})) {
      const seconds = (Number(until) - Number(at)) / 1000
      const read = readAnnouncement(JSON.stringify({ ...asked, id, seconds }), Number(at))
      expect(read).toEqual({ ok: true, id, value: { ...asked, at, until } })
    }
    for (const [id, { at, until, ...asked }] of Object.entries(commands ?? {})) {
      const seconds = (Number(until) - Number(at)) / 1000
      const read = readCommand(JSON.stringify({ ...asked, id, seconds }), Number(at))
      expect(read).toEqual({ ok: true, id, value: { ...asked, at, until } })
    }
    for (const [id, { at, ...health }] of Object.entries(screens ?? {})) {
      expect(Number.isInteger(at)).toBe(true)
      expect(readHealth(JSON.stringify({ ...health, id }))).toEqual({ ok: true, id, value: health })
    }
    for (const state of [announcements, commands, screens]) expect(Object.keys(state ?? {})).toHaveLength(1)
  })

  it('[STR3] show what a client without a session gets, with refs that are indexes, [PLL1] and what a poll answers', () => {
    const [poll] = parsed('poll') as { subscribed: object; frame: { prev?: number }; notices: []; cursor: string }[]
    expect(Object.keys(poll ?? {})).toEqual(['subscribed', 'frame', 'notices', 'cursor'])
    expect(poll?.frame).not.toHaveProperty('prev')
    expect(poll?.cursor).toMatch(/^[\w-]+$/)
    expect(decodeServerMessage(JSON.stringify(poll?.frame)).ok).toBe(true)
    for (const subscribed of [...parsed('stream'), poll?.subscribed] as object[]) {
      expect(Object.keys(subscribed).slice(0, 5)).toEqual(['type', 'ts', 'server', 'source', 'heartbeatMs'])
      expect(subscribed).not.toHaveProperty('id')
      expect(decodeServerMessage(JSON.stringify({ ...subscribed, id: 0 })).ok).toBe(true)
    }
  })

  it('show a snapshot over HTTP with the parts of a frame', () => {
    const [answer] = parsed('snapshot') as {
      topics: { topic: string; epoch: string; offset: number; state: QuoteState }[]
      rejected: { code: string }[]
    }[]
    for (const { topic, epoch, offset, state } of answer?.topics ?? []) {
      expect(parseTopic(topic)).not.toBeNull()
      keysFollow(state, QUOTE_FIELDS)
      const frame = encodeFrame(frameHead(1, null, 1, 1), [encodeSnapshot(1, epoch, offset, state)], [])
      expect(decodeServerMessage(frame).ok).toBe(true)
    }
    expect(answer?.rejected.map(({ code }) => code)).toEqual(['unknownTopic'])
  })

  it('[REC2] show trades, [REC3] quotes and [REC4] metrics that are read as ticks', () => {
    const types = (['record ticks usdm:BTCUSDT', 'record metrics web-1'] as const).flatMap((heading) =>
      examples(heading).map((text) => {
        const [, log, key = ''] = heading.split(' ')
        const timestamp = 1723161255344
        const record = { offset: 1, timestamp, publishedAt: timestamp, key: Buffer.from(key), value: Buffer.from(text) }
        const tick = decodeRecord(log === 'ticks' ? 'ticks' : 'metrics', record)
        if (typeof tick === 'string') throw new Error(`${tick}: ${text}`)
        const { time } = JSON.parse(text) as { time?: number | null }
        expect(tick.time).toBe(time ?? timestamp)
        return tick.type
      }),
    )
    expect(types).toEqual(['trade', 'trade', 'quote', 'quote', 'metric'])
  })
})
