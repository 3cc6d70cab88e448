import { BAR_INTERVALS } from '@tickwall/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COLUMN_KEYS } from '../settings/columns.js'
import { openingInstrument } from './opening-instrument.js'
import { PANES, readTradeAddress, writeTradeAddress } from './trade-address.js'

const text = fc.option(fc.string({ minLength: 1 }), { nil: null })
const address = fc.record({
  instrument: text,
  interval: fc.constantFrom(...BAR_INTERVALS),
  sort: fc.option(fc.record({ column: fc.constantFrom(...COLUMN_KEYS), isDescending: fc.boolean() }), { nil: null }),
  list: fc.option(fc.record({ id: fc.string({ minLength: 1 }), name: text, symbols: text }), { nil: null }),
  venue: fc.option(fc.string(), { nil: null }),
  pane: fc.constantFrom(...PANES),
})

describe('the address of a trade view', () => {
  it('restores the view', () => {
    fc.assert(
      fc.property(address, (view) => {
        expect(readTradeAddress(writeTradeAddress({ lang: 'en' }, view) as Record<string, string>)).toEqual(view)
      }),
    )
  })
  it('tells instruments without a venue from all', () => {
    expect(writeTradeAddress({}, { venue: '' })).toEqual({ venue: '' })
    expect([readTradeAddress({ venue: '' }).venue, readTradeAddress({}).venue]).toEqual(['', null])
  })
  it('leaves out what is as usual and keeps what is not its own', () => {
    expect(
      writeTradeAddress(
        { lang: 'zh-CN', interval: '5m', sort: '-last', list: 'l', name: 'L', symbols: 'a' },
        { interval: '1m', sort: null, list: null },
      ),
    ).toEqual({ lang: 'zh-CN' })
  })
  it('takes nonsense for what is usual', () => {
    expect(readTradeAddress({ instrument: '', interval: '7m', sort: ['-last'], venue: null, pane: 'x' })).toEqual(
      readTradeAddress({}),
    )
  })
})

it('opens with a well-known instrument, else the first', () => {
  expect(openingInstrument(['a:B', 'spot:BTCUSDT', 'usdm:BTCUSDT'])).toBe('usdm:BTCUSDT')
  expect(openingInstrument(['a:B', 'c:D'])).toBe('a:B')
  expect(openingInstrument([])).toBeNull()
})
