import { expect, it } from 'vitest'
import { PageClock } from './page-clock.js'

it('takes the estimate that spent the least time on its way', () => {
  const clock = new PageClock()
  expect(clock.offsetMs).toBe(0)
  clock.told(10_000, 1_000)
  expect(clock.offsetMs).toBe(9_000)
  clock.told(10_100, 1_140)
  expect(clock.offsetMs).toBe(8_995)
  clock.told(10_200, 1_190)
  expect(clock.offsetMs).toBe(9_010)
})

it('follows a server whose clock went back', () => {
  const clock = new PageClock()
  clock.told(10_000, 0)
  for (let i = 0; i < 300; i++) clock.told(9_000, 0)
  expect(clock.offsetMs).toBe(9_000)
})
