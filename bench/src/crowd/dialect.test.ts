import { decodeClientMessage, frameHead } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import { dialect, subscribeText } from './dialect.js'

const TOPICS = ['quote/bench:S000', 'quote/bench:S001']
const isData = (name: Parameters<typeof dialect>[0], text: string, isBinary = false): boolean => {
  const bytes = Buffer.from(`??${text}`)
  return dialect(name).isData(isBinary, bytes, 2)
}

describe('what clients say', () => {
  it('is a subscribe of the protocol, with and without a position', () => {
    const decoded = decodeClientMessage(subscribeText({ topics: TOPICS, maxHz: 'raw', resume: ['bench', 7] }))
    expect(decoded).toMatchObject({
      ok: true,
      message: {
        type: 'subscribe',
        topics: TOPICS,
        maxHz: 'raw',
        resume: TOPICS.map(() => ({ epoch: 'bench', offset: 7 })),
      },
    })
    expect(decodeClientMessage(subscribeText({ topics: TOPICS, maxHz: 10 })).ok).toBe(true)
  })

  it('waits for Socket.IO to answer each step', () => {
    expect(dialect('socketIo').greeting(TOPICS)).toEqual([
      { afterMessages: 1, text: '40' },
      { afterMessages: 2, text: `42["subscribe",${JSON.stringify(TOPICS)}]` },
    ])
  })

  it('names channels of Centrifugo without a namespace, one command a line', () => {
    const [connect, subscribe] = dialect('centrifugo').greeting(TOPICS)
    expect(JSON.parse(connect!.text)).toEqual({ id: 1, connect: {} })
    expect(subscribe!.text.split('\n').map((line) => JSON.parse(line) as unknown)).toEqual([
      { id: 2, subscribe: { channel: 'quote/bench-S000' } },
      { id: 3, subscribe: { channel: 'quote/bench-S001' } },
    ])
  })
})

describe('what counts as data', () => {
  it('is a frame, not another message of the protocol', () => {
    expect(isData('json', frameHead(1, null, 2, 3))).toBe(true)
    expect(isData('json', '{"type":"heartbeat","ts":1}')).toBe(false)
    expect(isData('json', '{"type":"subscribed","id":1}')).toBe(false)
  })
  it('is any binary message of the binary form', () => {
    expect(isData('binary', '\x08\x01', true)).toBe(true)
    expect(isData('binary', '{"type":"hello","ts":1}')).toBe(false)
  })
  it('is an event of Socket.IO, a push of Centrifugo', () => {
    expect(isData('socketIo', '42["frame",{}]')).toBe(true)
    expect(isData('socketIo', '40{"sid":"x"}')).toBe(false)
    expect(isData('centrifugo', '{"push":{"channel":"x"}}')).toBe(true)
    expect(isData('centrifugo', '{"id":1,"connect":{}}')).toBe(false)
  })
})

describe('when data were published', () => {
  it('is read from the head of a frame, or from the tick itself', () => {
    expect(dialect('json').publishedMs(`${frameHead(1, 2, 3, 1_700_000_000_000)},"deltas":[`)).toBe(1_700_000_000_000)
    expect(dialect('centrifugo').publishedMs('{"push":{"pub":{"data":{"time":1700000000001,')).toBe(1_700_000_000_001)
    expect(dialect('json').publishedMs('{"type":"hello"}')).toBeNull()
  })
})
