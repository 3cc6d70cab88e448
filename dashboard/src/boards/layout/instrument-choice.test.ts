import { expect, it } from 'vitest'
import { chosenInstrument, MOST_NUMBERED, pickInstruments } from './instrument-choice.js'

it('takes what the address names, then well-known ones, then the first, each once', () => {
  const list = ['a:X', 'fx:EURUSD', 'usdm:BTCUSDT', 'z:Y', 'z:Z']
  expect(pickInstruments(null, list, 4)).toEqual(['usdm:BTCUSDT', 'fx:EURUSD', 'a:X', 'z:Y'])
  expect(pickInstruments('z:Z,usdm:BTCUSDT,,z:Z', list, 4)).toEqual(['z:Z', 'usdm:BTCUSDT', 'fx:EURUSD', 'a:X'])
  expect(pickInstruments('a,b,c,d,e,f,g,h,i,j', list)).toHaveLength(MOST_NUMBERED)
  expect(pickInstruments(null, [])).toEqual([])
})

it('a panel shows what it names, a numbered pick, or what the board is about', () => {
  expect(chosenInstrument('v:A', 'v:B', ['v:C'])).toBe('v:A')
  expect(chosenInstrument('', 'v:B', ['v:C'])).toBe('v:B')
  expect(chosenInstrument('', null, ['v:C'])).toBe('v:C')
  expect(chosenInstrument('#1', 'v:B', ['v:C'])).toBe('v:C')
  expect(chosenInstrument('#2', 'v:B', ['v:C'])).toBeNull()
  expect(chosenInstrument('', null, [])).toBeNull()
})
