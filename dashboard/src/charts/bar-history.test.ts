import type { BarItem } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import { BarHistory, PAGE_BARS } from './bar-history.js'
import { loadBars } from './load-bars.js'

const bar = (openTime: number, close = '1'): BarItem => [openTime, '1', '1', '1', close, '1', 1]
const bars = (from: number, to: number, close?: string) =>
  Array.from({ length: to - from }, (_, index) => bar(from + index, close))
const times = (history: BarHistory) => history.held.items.map(([openTime]) => openTime)
const range = (from: number, to: number) => bars(from, to).map(([openTime]) => openTime)

describe('the held bars of a chart', () => {
  it('keep what falls out of the ring', () => {
    const history = new BarHistory()
    history.follow(bars(100, 110), 'e')
    history.follow(bars(102, 112), 'e')
    history.follow(bars(105, 115), 'e')
    expect(times(history)).toEqual(range(100, 115))
    expect(history.held.holes).toEqual([])
  })

  it('are the same object until something changes', () => {
    const history = new BarHistory()
    const ring = bars(0, 3)
    history.follow(ring, 'e')
    const { held } = history
    history.follow(ring, 'e')
    expect(history.held).toBe(held)
  })

  it('are marked as torn where the chart was away for longer than the ring, without the bar that was forming', () => {
    const history = new BarHistory()
    history.follow(bars(0, 10), 'e')
    history.follow(bars(50, 60), 'e')
    expect(times(history)).toEqual([...range(0, 9), ...range(50, 60)])
    expect(history.held.holes).toEqual([{ fromMs: 9, toMs: 50 }])
  })

  it('are void after a reset, and asked for anew', () => {
    const history = new BarHistory()
    history.follow(bars(100, 110), 'e')
    history.ask()
    history.take(bars(90, 100), 'e')
    expect(history.held.start).toBe('first')
    history.tear({ fromMs: 110, toMs: 112 })
    history.follow(bars(105, 112), 'f')
    expect(times(history)).toEqual(range(105, 112))
    expect(history.held).toMatchObject({ start: 'open', holes: [{ fromMs: 110, toMs: 112 }] })
  })

  it('come page by page, each before the one before, until there are no more', () => {
    const history = new BarHistory()
    history.follow(bars(2000, 2500), 'e')
    expect(history.ask()).toBe(2000)
    expect(history.held.start).toBe('loading')
    expect(history.ask()).toBeNull()
    history.take(bars(2000 - PAGE_BARS, 2000), 'e')
    expect(history.held.start).toBe('open')
    expect(history.ask()).toBe(1500)
    history.take(bars(1400, 1500), 'e')
    expect(times(history)).toEqual(range(1400, 2500))
    expect(history.held.start).toBe('first')
    expect(history.ask()).toBeNull()
  })

  it('never hold a bar twice, whatever a page repeats', () => {
    const history = new BarHistory()
    history.follow(bars(100, 110), 'e')
    history.ask()
    history.take(bars(95, 105, '7'), 'e')
    expect(times(history)).toEqual(range(95, 110))
    expect(history.held.items[5]).toEqual(bar(100))
  })

  it('are asked for again after a failure or a page of another log', () => {
    const history = new BarHistory()
    expect(history.ask()).toBeNull()
    history.follow(bars(100, 110), 'e')
    history.ask()
    history.fail()
    expect(history.held.start).toBe('failed')
    expect(history.ask()).toBe(100)
    history.take(bars(90, 100), 'another')
    expect(history.held.start).toBe('failed')
    expect(times(history)).toEqual(range(100, 110))
  })

  it('have an end in memory, at which the oldest give way', () => {
    const history = new BarHistory(600)
    history.follow(bars(2000, 2010), 'e')
    for (let page = 0; page < 2; page++) {
      const toMs = history.ask() ?? NaN
      history.take(bars(toMs - PAGE_BARS, toMs), 'e')
    }
    expect(history.held.start).toBe('full')
    expect(history.ask()).toBeNull()
    expect(times(history)).toEqual(range(1400, 2010))
    history.follow(bars(2005, 2015), 'e')
    expect(times(history)).toEqual(range(1405, 2015))
  })
})

describe('loadBars', () => {
  const page = { instrument: 'usdm:BTC&USDT', interval: '1m', toMs: 7 } as const
  const answering = (body: unknown, status = 200) =>
    loadBars(() => Promise.resolve(new Response(JSON.stringify(body), { status })), page)

  it('asks for one page before a moment', async () => {
    const asked: string[] = []
    await loadBars((path) => {
      asked.push(path)
      return Promise.reject(new TypeError())
    }, page)
    expect(asked).toEqual(['/api/bars?instrument=usdm%3ABTC%26USDT&interval=1m&to=7&limit=500'])
  })
  it('leaves out what is no bar', async () => {
    const wrong = [
      null,
      [],
      [1, '1', '1', '1', '1', '1'],
      [1, 1, '1', '1', '1', '1', 1],
      [1, '', '1', '1', '1', '1', 1],
    ]
    expect(await answering({ epoch: 'e', items: [...wrong, bar(3)] })).toEqual({
      ok: true,
      epoch: 'e',
      items: [bar(3)],
    })
  })
  it('never throws', async () => {
    expect(await answering({}, 503)).toEqual({ ok: false, failure: 'HTTP 503' })
    for (const body of [null, 7, {}, { epoch: 1, items: [] }, { epoch: 'e' }])
      expect(await answering(body)).toEqual({ ok: false, failure: 'malformed' })
    expect(await loadBars(() => Promise.reject(new TypeError('cut')), page)).toEqual({
      ok: false,
      failure: 'TypeError',
    })
  })
})
