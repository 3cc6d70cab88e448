import type { BarItem } from '@tickwall/protocol'
import { expect, it } from 'vitest'
import { barsCsv, csvName } from './bars-csv.js'

it('writes bars digit for digit, oldest first', () => {
  const bars: BarItem[] = [
    [Date.UTC(2024, 7, 8, 0, 0), '61837.60', '61840', '61830.1', '61839.10', '12.000', 9],
    [Date.UTC(2024, 7, 8, 0, 1), '0.00000001', '100000000000000000000', '0', '1', '0', 0],
  ]
  expect(barsCsv(bars)).toBe(
    'openTime,open,high,low,close,volume,trades\r\n' +
      '2024-08-08T00:00:00.000Z,61837.60,61840,61830.1,61839.10,12.000,9\r\n' +
      '2024-08-08T00:01:00.000Z,0.00000001,100000000000000000000,0,1,0,0\r\n',
  )
  expect(barsCsv([])).toBe('openTime,open,high,low,close,volume,trades\r\n')
})

it('names the file after what is in it, whatever the instrument is called', () => {
  expect(csvName('usdm:BTCUSDT', '1m')).toBe('usdm-BTCUSDT-1m.csv')
  expect(csvName('a/..\\:b*?', '1d')).toBe('a-..-b--1d.csv')
})
