import { expect, it } from 'vitest'
import { RateMeter } from './rate-meter.js'

it('knows no rate from one reading', () => {
  expect(new RateMeter().read(1_000, [7, 9])).toEqual([0, 0])
})

it('means over the last 5 s', () => {
  const meter = new RateMeter()
  for (let second = 0; second <= 10; second++) meter.read(second * 1_000, [second * 100])
  expect(meter.read(11_000, [1_100 + 500])).toEqual([200])
})

it('survives two readings at one time', () => {
  const meter = new RateMeter()
  meter.read(1_000, [1])
  expect(meter.read(1_000, [5])).toEqual([0])
})
