import { expect, it } from 'vitest'
import { SendBudget } from './send-budget.js'

it('[ERR3] stays below half the announced rate after a burst of half a second', () => {
  const budget = new SendBudget(20, 0)
  let sent = 0
  for (let ms = 0; ms < 3_000; ms++) {
    while (budget.waitMs(ms) === 0) {
      budget.spend()
      sent += 1
    }
  }
  expect(sent).toBe(10 + 29)
})

it('says how long to wait', () => {
  const budget = new SendBudget(20, 0)
  for (let i = 0; i < 10; i++) budget.spend()
  expect(budget.waitMs(0)).toBe(100)
  expect(budget.waitMs(60)).toBe(40)
  expect(budget.waitMs(100)).toBe(0)
})

it('lets a message through whatever a server announces', () => {
  expect(new SendBudget(0, 0).waitMs(0)).toBe(0)
})
