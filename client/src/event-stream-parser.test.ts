import { describe, expect, it } from 'vitest'
import { Die } from '../test/seeded.js'
import { EventStreamParser, type StreamEvent } from './event-stream-parser.js'

function parse(...parts: string[]) {
  const events: StreamEvent[] = []
  let comments = 0
  const parser = new EventStreamParser(
    (event) => events.push(event),
    () => (comments += 1),
  )
  for (const part of parts) parser.push(part)
  return { events, comments }
}

const STREAM =
  'event: subscribed\r\ndata: {"a":1}\r\n\r\n: alive\n\nid: c1\nevent: frame\ndata: {"b":"é"}\n\ndata:x\rdata: y\r\r'
const EVENTS: StreamEvent[] = [
  { name: 'subscribed', data: '{"a":1}', id: null },
  { name: 'frame', data: '{"b":"é"}', id: 'c1' },
  { name: 'message', data: 'x\ny', id: 'c1' },
]

describe('an event stream', () => {
  it('has events with name, data and the last id; comments are signs of life', () => {
    // The last carriage return may be half of a line's end.
    expect(parse(STREAM, '\n')).toEqual({ events: EVENTS, comments: 1 })
  })

  it('is the same however it is cut', () => {
    const die = new Die(7)
    for (let round = 0; round < 200; round++) {
      const parts: string[] = []
      for (let at = 0; at < STREAM.length;) {
        const length = 1 + die.below(9)
        parts.push(STREAM.slice(at, at + length))
        at += length
      }
      expect(parse(...parts, '\n')).toEqual({ events: EVENTS, comments: 1 })
    }
  })

  it('may begin with a byte order mark, has fields without value, and ignores fields it does not know', () => {
    expect(parse('\uFEFFevent\ndata\n\nretry: 1\nfoo: bar\ndata: z\n\n').events).toEqual([
      { name: 'message', data: '', id: null },
      { name: 'message', data: 'z', id: null },
    ])
  })

  it('tells no event without data, nor one whose end has not come', () => {
    expect(parse('event: x\n\nid: 1\n\ndata: half\n').events).toEqual([])
  })

  it('forgets an id when told to, and ignores one that has a NUL', () => {
    const { events } = parse('id: a\ndata: 1\n\nid: b\0\ndata: 2\n\nid\ndata: 3\n\n')
    expect(events.map(({ id }) => id)).toEqual(['a', 'a', ''])
  })
})
