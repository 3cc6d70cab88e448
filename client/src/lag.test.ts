import { expect, it } from 'vitest'
import { Lag } from './lag.js'

it('knows nothing before the first sample and after it was cleared', () => {
  const lag = new Lag()
  expect(lag.quantile(0.95)).toBeNull()
  lag.add(5)
  lag.clear()
  expect(lag.quantile(0.5)).toBeNull()
})

it('gives the sample that the share does not exceed', () => {
  const lag = new Lag()
  for (let ms = 100; ms >= 1; ms--) lag.add(ms)
  expect([lag.quantile(0), lag.quantile(0.5), lag.quantile(0.95), lag.quantile(1)]).toEqual([1, 50, 95, 100])
})

it('remembers the last 256', () => {
  const lag = new Lag()
  lag.add(1_000_000)
  for (let i = 0; i < 256; i++) lag.add(1)
  expect(lag.quantile(1)).toBe(1)
})
