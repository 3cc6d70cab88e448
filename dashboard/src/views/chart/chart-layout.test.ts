import { BAR_INTERVALS } from '@tickwall/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseIndicators } from '../../charts/indicators/indicator.js'
import { NO_CHOICES, printChoices, readChoices, readStoredChoices } from './chart-choices.js'
import { activeCell, GROUPS, printCells, readCells, withCell, withLayout, type ChartCells } from './chart-layout.js'
import { readInterval } from './read-interval.js'

const single: ChartCells = { cells: [{ interval: '1m', group: 'a', instrument: 'usdm:BTCUSDT' }], active: 0 }
const shown = ({ cells }: ChartCells) => cells.map(({ instrument, interval }) => `${instrument} ${interval}`)
/** Through an address and back, which names the active chart by its own two parts. */
function carried(desk: ChartCells): ChartCells {
  const { charts, chart } = printCells(desk)
  const { instrument, interval } = activeCell(desk)
  return readCells(charts, chart, { instrument, interval })
}

describe('several charts', () => {
  it('begin with the same market from further away', () => {
    expect(shown(withLayout(single, 4))).toEqual(['1m', '15m', '1h', '1d'].map((at) => `usdm:BTCUSDT ${at}`))
    expect(shown(withLayout(withLayout(single, 4), 2))).toEqual(['usdm:BTCUSDT 1m', 'usdm:BTCUSDT 15m'])
    expect(withLayout(withLayout(single, 4), 1)).toEqual(single)
  })
  it('keep the active one, wherever it stood', () => {
    const four = { ...withLayout(single, 4), active: 3 }
    expect(activeCell(withLayout(four, 2)).interval).toBe('1d')
    expect(shown(withLayout(four, 1))).toEqual(['usdm:BTCUSDT 1d'])
  })
  it('share the instrument in a group, and keep their own outside of it', () => {
    const four = withCell(withLayout(single, 4), 3, { group: 'none' })
    const turned = withCell(four, 0, { instrument: 'fx:EURUSD' })
    expect(turned.cells.map(({ instrument }) => instrument)).toEqual([
      'fx:EURUSD',
      'fx:EURUSD',
      'fx:EURUSD',
      'usdm:BTCUSDT',
    ])
    expect(withCell(turned, 3, { group: 'a' }).cells[3]?.instrument).toBe('fx:EURUSD')
    expect(withCell(turned, 3, { group: 'b' }).cells[3]?.instrument).toBe('usdm:BTCUSDT')
    expect(withCell(turned, 9, { group: 'b' })).toBe(turned)
  })
  it('are restored by their address', () => {
    const cell = fc.record({
      interval: fc.constantFrom(...BAR_INTERVALS),
      group: fc.constantFrom(...GROUPS),
      instrument: fc.constantFrom('usdm:BTCUSDT', 'x:a,b;c~%/&', 'fx:欧元'),
    })
    fc.assert(
      fc.property(
        fc.constantFrom(2, 4),
        fc.array(cell, { minLength: 4, maxLength: 4 }),
        fc.nat(3),
        (count, cells, at) => {
          const start: ChartCells = { cells: cells.slice(0, count), active: at % count }
          // Groups agree, as they do after any change.
          const desk = start.cells.reduce<ChartCells>(
            (known, { instrument }, index) => withCell(known, index, { instrument }),
            start,
          )
          expect(carried(desk)).toEqual(desk)
        },
      ),
    )
    expect(printCells(single)).toEqual({ charts: null, chart: null })
  })
  it('are one where an address says nonsense', () => {
    const first = { instrument: 'usdm:BTCUSDT', interval: '1m' } as const
    for (const charts of [null, '', ';', '1m,a,x', '1m,a,x;2m,a,y', '1m,a,x;1m,q,y', '1m,a,x;1m,a,%', ['1m,a,x']]) {
      expect(readCells(charts, '1', first)).toEqual(single)
    }
    expect(readCells('1m,a,x;5m,none,y', '7', first)).toMatchObject({ active: 0, cells: [first, { instrument: 'y' }] })
  })
})

describe('choices of a chart', () => {
  it('are read as they were written', () => {
    const chosen = { style: 'ohlc', indicators: parseIndicators('ma20.-vwap'), timeZone: 'utc' } as const
    expect(printChoices(chosen)).toEqual({ style: 'ohlc', indicators: 'ma20.-vwap', tz: 'utc' })
    expect(readChoices(printChoices(chosen))).toEqual(chosen)
    expect(readStoredChoices(JSON.stringify(printChoices(chosen)))).toEqual(chosen)
  })
  it('are none where nothing fits', () => {
    for (const stored of [null, '', '{', '[]', '7', '{"style":"pie","indicators":7,"tz":"mars"}'])
      expect(readStoredChoices(stored)).toEqual(NO_CHOICES)
  })
})

it('understands an interval as it is typed', () => {
  const typed = ['5', '5m', ' 1S ', '60', 'h', '1D', 'd', '15', '2', 'x', '', '1h30']
  expect(typed.map(readInterval)).toEqual(['5m', '5m', '1s', '1h', '1h', '1d', '1d', '15m', null, null, null, null])
})
