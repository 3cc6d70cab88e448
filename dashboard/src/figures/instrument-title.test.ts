import { expect, it } from 'vitest'
import { instrumentTitle, titleText } from './instrument-title.js'

const isCurrency = (code: string) => ['EUR', 'JPY', 'USD'].includes(code)

it.each([
  ['spot:BTCUSDT', 'BTC', 'USDT', false],
  ['coinm:BTCUSD_PERP', 'BTC', 'USD', true],
  ['x:ETH-USD', 'ETH', 'USD', false],
  ['fx:EURJPY', 'EUR', 'JPY', false],
  ['cmd:CRUDE-SPREAD', 'CRUDE-SPREAD', null, false],
  ['spot:USDT', 'USDT', null, false],
])('%s is %s in %s', (instrument, base, quote, isPerpetual) => {
  expect(instrumentTitle(instrument, isCurrency)).toEqual({ base, quote, isPerpetual })
})

it('names currencies in the language of the reader, and mixes no two ways of naming', () => {
  expect(titleText('fx:EURUSD', 'en')).toBe('Euro / US Dollar')
  expect(titleText('fx:EURUSD', 'zh-CN')).toBe('欧元 / 美元')
  expect(titleText('coinm:BTCUSD_PERP', 'en')).toBe('BTC / USD')
  expect(titleText('eq:NOVQ', 'en')).toBe('NOVQ')
})
