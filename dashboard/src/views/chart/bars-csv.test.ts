import type { BarItem } from '@tickwall/protocol'
import { expect, it } from 'vitest'
import { zoneTimesFor } from '../../charts/zone-times.js'
import { barsCsv, fileName } from './bars-csv.js'

const bars: BarItem[] = [
  [Date.UTC(2024, 7, 8, 0, 0), '61837.60', '61840', '61830.1', '61839.10', '12.000', 9],
  [Date.UTC(2024, 7, 8, 0, 1), '0.00000001', '100000000000000000000', '0', '1', '0', 0],
]

it('writes bars digit for digit, oldest first', () => {
  expect(barsCsv(bars, zoneTimesFor('en', 'UTC'))).toBe(
    'openTime (UTC),open,high,low,close,volume,trades\r\n' +
      '2024-08-08T00:00:00.000Z,61837.60,61840,61830.1,61839.10,12.000,9\r\n' +
      '2024-08-08T00:01:00.000Z,0.00000001,100000000000000000000,0,1,0,0\r\n',
  )
  expect(barsCsv([], zoneTimesFor('en', 'UTC'))).toBe('openTime (UTC),open,high,low,close,volume,trades\r\n')
})

it('says whose clock the times are, in the head and in each of them', () => {
  const [head, first] = barsCsv(bars, zoneTimesFor('zh-CN', 'America/New_York')).split('\r\n')
  expect(head).toBe('openTime (America/New_York),open,high,low,close,volume,trades')
  expect(first).toBe('2024-08-07T20:00:00.000-04:00,61837.60,61840,61830.1,61839.10,12.000,9')
})

it('makes no formula of what is no decimal', () => {
  const hostile = ['=HYPERLINK("x")', '+1', '-1+cmd', '@SUM(1)', '1,2', '<script>alert(1)</script>']
  for (const figure of hostile) {
    const [, line = ''] = barsCsv([[0, '-37.63', figure, '1', '2', '3', 4]], zoneTimesFor('en', 'UTC')).split('\r\n')
    expect(line).toBe(`1970-01-01T00:00:00.000Z,-37.63,"'${figure.replaceAll('"', '""')}",1,2,3,4`)
  }
})

it('names the file after what is in it, whatever the instrument is called', () => {
  expect(fileName('usdm:BTCUSDT', '1m', 'csv')).toBe('usdm-BTCUSDT-1m.csv')
  expect(fileName('a/..\\:b*?', '1d', 'png')).toBe('a-..-b--1d.png')
})
