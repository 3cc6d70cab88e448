import { expect, it } from 'vitest'
import { quoteFigures } from '../../figures/quote-figures.js'
import { orderEntries, type TableOrder } from './table-order.js'

const entry = (instrument: string, last: string | undefined, trades: number) => ({
  instrument,
  trades,
  figures: quoteFigures(last === undefined ? {} : { last, open: '100' }),
})
const entries = [entry('up', '110', 1), entry('none', undefined, 0), entry('down', '90', 9), entry('more', '120', 1)]
const shown = (order: TableOrder) => orderEntries(entries, order).map(({ instrument }) => instrument)

it('ranks by change or trades, the unknown last, equal ones as listed', () => {
  expect(shown('listed')).toEqual(['up', 'none', 'down', 'more'])
  expect(shown('gainers')).toEqual(['more', 'up', 'down', 'none'])
  expect(shown('losers')).toEqual(['down', 'up', 'more', 'none'])
  expect(shown('busiest')).toEqual(['down', 'up', 'more', 'none'])
})
