import type { QuoteState } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import { formatsFor } from '../../figures/formats.js'
import { quoteFigures } from '../../figures/quote-figures.js'
import { COLUMN_KEYS } from '../../settings/columns.js'
import { cellText, sortValue, type TextColumn } from './cell-text.js'

const quote = {
  last: '99.5',
  prevClose: '100.00',
  bid: '99.49',
  ask: '99.52',
  bidSize: '1200.500',
  low: '90',
  high: '110',
  volume: '1200000',
  turnover: '120000000',
  trades: 1234,
} as QuoteState
const source = (state: QuoteState, ageMs: number | null = 1400) => ({
  quote: state,
  figures: quoteFigures(state),
  places: { price: 2, size: 0 },
  ageMs,
})
const drawn = new Set(['symbol', 'name', 'spark', 'range', 'status'])
const texts = COLUMN_KEYS.filter((key): key is TextColumn => !drawn.has(key))

describe('cellText', () => {
  it.each([
    ['last', '99.50'],
    ['change', '\u22120.50'],
    ['percent', '▼ \u22120.50%'],
    ['bid', '99.49'],
    ['bidSize', '1,200.5'],
    ['askSize', ''],
    ['spread', '0.03'],
    ['vwap', '100.00'],
    ['volume', '1.2M'],
    ['turnover', '120M'],
    ['trades', '1,234'],
    ['age', '1.4s'],
  ] as const)('%s', (column, text) => {
    expect(cellText(column, source(quote), formatsFor('en'))).toBe(text)
  })
  it('counts by 万 and 亿 in Chinese', () => {
    expect(cellText('volume', source(quote), formatsFor('zh-CN'))).toBe('120万')
    expect(cellText('turnover', source(quote), formatsFor('zh-CN'))).toBe('1.2亿')
  })
  it('writes no number where none is known', () => {
    for (const column of texts) expect(cellText(column, source({}, null), formatsFor('en'))).toMatch(/^—?$/)
  })
})

describe('sortValue', () => {
  it('is NaN in every column of an unknown quote', () => {
    for (const column of COLUMN_KEYS) expect(sortValue(column, {}, quoteFigures({}), null)).toBeNaN()
  })
  it('is the figure of the column', () => {
    const of = (column: (typeof COLUMN_KEYS)[number]) => sortValue(column, quote, quoteFigures(quote), 1400)
    expect([of('last'), of('change'), of('percent'), of('bid'), of('volume'), of('trades'), of('age')]).toEqual([
      99.5, -0.5, -0.005, 99.49, 1_200_000, 1234, 1400,
    ])
    expect(of('range')).toBeCloseTo(0.475)
    expect(of('spark')).toBe(of('percent'))
  })
})
