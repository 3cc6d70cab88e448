import { expect, it } from 'vitest'
import { matchSymbols } from '../search/match-symbols.js'
import { detailFacts } from '../views/detail/detail-facts.js'
import { tapeRows, tradesPerSecond } from '../views/tape/tape-rows.js'
import { formatsFor } from './formats.js'
import { splitInstrument } from './instrument-name.js'
import { dayRange, quoteFigures } from './quote-figures.js'

it('takes the change against the previous close, else the open', () => {
  expect(quoteFigures({ last: '110', prevClose: '100', open: '120' })).toMatchObject({
    change: 10,
    ratio: 0.1,
    direction: 'up',
  })
  expect(quoteFigures({ last: '110', open: '120' })).toMatchObject({ change: -10, direction: 'down' })
  expect(quoteFigures({ last: '1.0', prevClose: '1' }).direction).toBe('flat')
})
it('knows nothing of an unknown quote', () => {
  expect(quoteFigures({})).toEqual({ last: NaN, change: NaN, ratio: NaN, direction: 'flat', vwap: NaN })
  expect(quoteFigures({ last: '5', prevClose: '0' }).ratio).toBeNaN()
  expect(quoteFigures({ volume: '0', turnover: '0' }).vwap).toBeNaN()
})
it('places the price in the range of the day, never outside', () => {
  expect(dayRange({ low: '10', high: '20', open: '12', last: '25' })).toEqual({ open: 0.2, last: 1 })
  expect(dayRange({ low: '10', high: '10', last: '10' })).toBeNull()
  expect(dayRange({ low: '10', high: '20' })).toBeNull()
})
it('splits an instrument at its first colon', () => {
  expect(splitInstrument('a:B:C')).toEqual({ venue: 'a', symbol: 'B:C' })
  expect(splitInstrument('B')).toEqual({ venue: '', symbol: 'B' })
})
it('tells spread and VWAP with the places of the price', () => {
  const quote = { bid: '0.1', ask: '0.3', volume: '3', turnover: '10' }
  const facts = detailFacts(quote, quoteFigures(quote), { price: 2, size: 0 }, formatsFor('en'))
  const of = (name: string) => facts.find((fact) => fact.name === name)?.value
  expect([of('spread'), of('vwap'), of('open'), of('trades')]).toEqual(['0.20', '3.33', '—', '—'])
})
it('tells the height of the day as a part of the close before, else of the open', () => {
  const amplitude = (quote: object) =>
    detailFacts(quote, quoteFigures(quote), { price: 2, size: 0 }, formatsFor('en')).find(
      ({ name }) => name === 'amplitude',
    )?.value
  expect(amplitude({ high: '110', low: '99', prevClose: '100', open: '50' })).toBe('11.00%')
  expect(amplitude({ high: '110', low: '99', open: '50' })).toBe('22.00%')
  expect([amplitude({}), amplitude({ high: '1', low: '1', prevClose: '0' })]).toEqual(['—', '—'])
})
it('writes the newest trades first, sides in colour, blocks wider', () => {
  const items = [
    [1, 0, '9', '1', 'buy', null],
    [2, 1000, '10', '4', 'sell', null],
    [3, 2000, '11', '1', null, null],
  ] as const
  const rows = tapeRows(items, 2, { price: 1, size: 0 }, formatsFor('en'))
  expect(rows.map(({ price, tone, weight }) => [price, tone, weight])).toEqual([
    ['11.0', 'flat', 0.5],
    ['10.0', 'down', 1],
  ])
  expect(tapeRows(items, 0, { price: 1, size: 0 }, formatsFor('en'))).toEqual([])
  expect(tradesPerSecond(items, 11_500)).toBe(0.1)
  expect(tradesPerSecond([], 0)).toBe(0)
})
it('finds a symbol by its start, then a part, then its letters in order', () => {
  const listed = ['s:WBTC', 's:BTCUSDT', 's:BTC', 's:BXT', 's:ETH']
  expect(matchSymbols('btc', listed, 9)).toEqual(['s:BTC', 's:BTCUSDT', 's:WBTC'])
  expect(matchSymbols('bt', listed, 2)).toEqual(['s:BTC', 's:BTCUSDT'])
  expect(matchSymbols('bt', listed, 9).at(-1)).toBe('s:BXT')
  expect(matchSymbols('zz', listed, 9)).toEqual([])
})
it('writes numbers, amounts and times as chosen, whatever the language', () => {
  const chosen = formatsFor('zh-CN', { numbers: 'point', volumes: 'short', timeZone: 'UTC' })
  expect(chosen.price('1234.5', 2)).toBe('1.234,50')
  expect(chosen.compact(1_234_567)).toBe('1,23M')
  expect(chosen.clock(3_600_000)).toBe('01:00:00')
  const full = formatsFor('en', { volumes: 'full', numbers: 'comma' })
  expect([full.compact(1_234_567), full.compact(-1500)]).toEqual(['1,234,567', '−1,500'])
  expect(formatsFor('en', { volumes: 'tenThousands' }).compact(1_200_000)).toBe('120万')
  expect(formatsFor('en').compact(1_200_000)).toBe('1.2M')
})
