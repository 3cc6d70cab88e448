import { describe, expect, it } from 'vitest'
import { MAX_AGE_MS, MAX_SAVED, savedStatesIn, SHELF_VERSION } from './saved-states.js'

const NOW = 1e12
const good = {
  topic: 'quote/usdm:BTCUSDT',
  state: { last: '61837.60', trades: 5, partial: true, decimals: { price: 2, size: 3 } },
  receivedAtMs: NOW - 1000,
}
const on = (states: unknown, version: unknown = SHELF_VERSION) => savedStatesIn({ version, states }, NOW)

describe('what a shelf holds', () => {
  it('is read as it was put', () => {
    expect(on([good])).toEqual([good])
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'states'],
    ['a list', [good]],
    ['another version', { version: SHELF_VERSION + 1, states: [good] }],
    ['no version', { states: [good] }],
    ['states that are no list', { version: SHELF_VERSION, states: { 0: good } }],
    ['entries that are none', { version: SHELF_VERSION, states: [null, 1, 'x', [], {}] }],
    ['a topic that is no text', { version: SHELF_VERSION, states: [{ ...good, topic: 7 }] }],
    ['a topic that is not kept', { version: SHELF_VERSION, states: [{ ...good, topic: 'trades/usdm:BTCUSDT' }] }],
    ['a state that is none', { version: SHELF_VERSION, states: [{ ...good, state: [] }] }],
    ['no time', { version: SHELF_VERSION, states: [{ ...good, receivedAtMs: undefined }] }],
    ['a time that is no number', { version: SHELF_VERSION, states: [{ ...good, receivedAtMs: NaN }] }],
    ['what is too old', { version: SHELF_VERSION, states: [{ ...good, receivedAtMs: NOW - MAX_AGE_MS }] }],
  ])('is nothing where there is %s', (_title, content) => {
    expect(savedStatesIn(content, NOW)).toEqual([])
  })

  it('loses the fields that make no sense, and keeps the others', () => {
    const state = {
      last: 'x'.repeat(65),
      bid: '1',
      ask: { a: 1 },
      trades: Infinity,
      items: [1],
      decimals: { price: 'x' },
    }
    expect(on([{ ...good, state }])[0]?.state).toEqual({ bid: '1' })
  })

  it('has an end', () => {
    const states = Array.from({ length: MAX_SAVED + 5 }, (_, i) => ({ ...good, topic: `quote/x:${String(i)}` }))
    expect(on(states)).toHaveLength(MAX_SAVED)
    expect(on(states)[0]?.topic).toBe('quote/x:5')
  })
})
