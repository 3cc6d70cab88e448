import { describe, expect, it } from 'vitest'
import { Ladder } from './ladder.js'

const fail = (ladder: Ladder, times: number): string[] =>
  Array.from({ length: times }, () => {
    ladder.failed()
    return ladder.transport
  })

describe('the ladder', () => {
  it('[LNK6] goes down after so many failures in a row, and from the bottom to the top', () => {
    const ladder = new Ladder(['webSocket', 'sse', 'poll'], 3)
    expect([ladder.transport, ladder.hasAbove]).toEqual(['webSocket', false])
    expect(fail(ladder, 7)).toEqual(['webSocket', 'webSocket', 'sse', 'sse', 'poll', 'poll', 'webSocket'])
  })

  it('forgets failures once a rung carries', () => {
    const ladder = new Ladder(['webSocket', 'sse', 'poll'], 3)
    fail(ladder, 2)
    ladder.good()
    expect(fail(ladder, 3)).toEqual(['webSocket', 'webSocket', 'sse'])
    ladder.failed()
    ladder.good()
    expect(fail(ladder, 2)).toEqual(['sse', 'poll'])
  })

  it('climbs to the top, and only there has nothing above', () => {
    const ladder = new Ladder(['webSocket', 'sse', 'poll'], 1)
    fail(ladder, 3)
    expect([ladder.transport, ladder.hasAbove]).toEqual(['poll', true])
    ladder.climbed()
    expect([ladder.transport, ladder.hasAbove]).toEqual(['webSocket', false])
  })

  it('has nothing to climb to where there is no WebSocket', () => {
    const ladder = new Ladder(['sse', 'poll'], 2)
    expect([fail(ladder, 2), ladder.hasAbove]).toEqual([['sse', 'poll'], false])
  })

  it('stays where there is one rung', () => {
    expect(fail(new Ladder(['sse'], 3), 4)).toEqual(['sse', 'sse', 'sse', 'sse'])
  })
})
