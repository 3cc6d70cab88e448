import { describe, expect, it } from 'vitest'
import { capped, SlowPace } from './slow-pace.js'

/** Looks once a second from `fromMs` on, and answers what it did and when, s. */
function looks(
  pace: SlowPace,
  fromMs: number,
  seconds: number,
  sign: (second: number) => { isCongested: boolean; spells: number },
) {
  const acts: [number, string][] = []
  for (let second = 0; second < seconds; second++) {
    const act = pace.look(sign(second), fromMs + second * 1000)
    if (act !== null) acts.push([second, act])
  }
  return acts
}
const behind = { isCongested: true, spells: 1 }
const calm = { isCongested: false, spells: 1 }

describe('the pace of a slow client', () => {
  it('is what was granted while it keeps up, and after one short spell', () => {
    const pace = new SlowPace()
    expect(looks(pace, 0, 100, (second) => (second === 5 ? behind : calm))).toEqual([])
    expect(pace.capHz).toBeNull()
  })

  it('goes down step by step while it is behind, and ends after the bound', () => {
    const pace = new SlowPace()
    const caps: (number | null)[] = []
    const acts = looks(pace, 0, 122, () => {
      caps.push(pace.capHz)
      return behind
    })
    expect(acts).toEqual([
      [2, 'slower'],
      [4, 'slower'],
      [6, 'slower'],
      [121, 'end'],
    ])
    expect([...new Set(caps)]).toEqual([null, 2, 1, 0.2])
  })

  it('goes down for a client that falls behind and recovers again and again', () => {
    const pace = new SlowPace()
    expect(looks(pace, 0, 9, (second) => ({ isCongested: false, spells: second }))).toEqual([
      [4, 'slower'],
      [8, 'slower'],
    ])
  })

  it('counts spells in windows: one now and then is none', () => {
    const pace = new SlowPace()
    expect(looks(pace, 0, 300, (second) => ({ isCongested: false, spells: Math.floor(second / 9) }))).toEqual([])
  })

  it('comes back a step for each ten seconds without a spell', () => {
    const pace = new SlowPace()
    looks(pace, 0, 7, () => behind)
    expect(pace.capHz).toBe(0.2)
    expect(looks(pace, 7000, 60, () => calm)).toEqual([
      [9, 'faster'],
      [19, 'faster'],
      [29, 'faster'],
    ])
    expect(pace.capHz).toBeNull()
  })
})

describe('a capped rate', () => {
  it.each([
    [10, null, 10],
    ['raw', null, 'raw'],
    ['raw', 2, 2],
    [10, 2, 2],
    [1, 2, 1],
    [0.2, 0.2, 0.2],
  ] as const)('of %s under %s is %s', (rate, cap, granted) => {
    expect(capped(rate, cap)).toBe(granted)
  })
})
