import { parseTopic } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import { TableMarket } from '../../test/fakes/table-market.js'
import { snapshotTexts, type AskedTopic, type Turns } from './snapshot-texts.js'

const TOPICS = ['quote/a', 'quote/b', 'quote/c', 'quote/d']

const asked = (names: readonly string[]): AskedTopic[] =>
  names.flatMap((spelling) => {
    const topic = parseTopic(spelling)
    return topic === null ? [] : [{ spelling, topic }]
  })

/** A market in which reading a state takes `costMs`, and something happens in each turn that others get. */
function bench(costMs: number, meanwhile: (turn: number) => void) {
  const market = new TableMarket()
  let nowMs = 0
  let turn = 0
  let longestMs = 0
  let turnedMs = 0
  const handle = market.handle.bind(market)
  market.handle = (topic) => {
    const made = handle(topic)
    const state = made.state.bind(made)
    made.state = () => {
      nowMs += costMs
      longestMs = Math.max(longestMs, nowMs - turnedMs)
      return state()
    }
    return made
  }
  const turns: Turns = {
    nowMs: () => nowMs,
    next: () => {
      meanwhile(++turn)
      turnedMs = nowMs
      return Promise.resolve()
    },
  }
  const take = async () =>
    (await snapshotTexts(market, asked(TOPICS), turns)).map(
      (text) => JSON.parse(text) as { topic: string; epoch: string; offset: number; state: { last: string } },
    )
  return { market, take, longestMs: () => longestMs }
}

describe('states over HTTP', () => {
  it('[HTTP1] stand at one offset, though others had their turn between them', async () => {
    const { market, take, longestMs } = bench(3, (turn) =>
      market.set(turn % 2 === 0 ? 'quote/a' : 'quote/x', { last: `turn ${turn}` }),
    )
    for (const topic of TOPICS) market.set(topic, { last: '1' })
    const texts = await take()
    expect(new Set(texts.map(({ offset }) => offset)).size).toBe(1)
    expect(texts.map(({ topic }) => topic)).toEqual(TOPICS)
    // The only one that changed was read again, after its last change.
    expect(texts.map(({ state }) => state.last)).toEqual(['turn 2', '1', '1', '1'])
    expect(longestMs()).toBeLessThanOrEqual(6)
    for (const topic of TOPICS) expect(market.holders(topic), topic).toBe(0)
  })

  it('[HTTP1] stand each at its own where all change faster than they can be written', async () => {
    const { market, take } = bench(30, (turn) => {
      for (const topic of TOPICS) market.set(topic, { last: `turn ${turn}` })
    })
    for (const topic of TOPICS) market.set(topic, { last: '1' })
    const texts = await take()
    // Each is true where it says that it stands: its turn's changes end with that of the last topic.
    for (const { offset, state } of texts) expect(state.last).toBe(`turn ${Math.floor((offset - 3) / 4)}`)
  })

  it('[HTTP1] are those of the new log when it began anew meanwhile', async () => {
    const { market, take } = bench(6, (turn) => {
      if (turn !== 3) return
      market.restart('e2')
      market.set('quote/d', { last: '2' })
    })
    for (const topic of TOPICS) market.set(topic, { last: '1' })
    const texts = await take()
    expect(texts.map(({ epoch }) => epoch)).toEqual(['e2', 'e2', 'e2', 'e2'])
    expect(new Set(texts.map(({ offset }) => offset))).toEqual(new Set([1]))
  })

  it('hold nothing when one cannot be read', async () => {
    const { market, take } = bench(1, () => undefined)
    market.set('quote/a', { last: '1' })
    const handle = market.handle.bind(market)
    market.handle = (topic) => {
      const made = handle(topic)
      if (made.name === 'quote/c')
        made.position = () => {
          throw new Error('unforeseen')
        }
      return made
    }
    await expect(take()).rejects.toThrow('unforeseen')
    for (const topic of TOPICS) expect(market.holders(topic), topic).toBe(0)
  })
})
