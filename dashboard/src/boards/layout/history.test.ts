import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MOST_STEPS, record, redo, startHistory, undo } from './history.js'

it('undoes and redoes to exactly what was there', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: MOST_STEPS }), fc.nat(60), (values, back) => {
      let history = startHistory<number>(-1)
      for (const value of values) history = record(history, value)
      const all = [-1, ...values]
      const steps = Math.min(back, values.length)
      for (let step = 0; step < back; step++) history = undo(history)
      expect(history.present).toBe(all[values.length - steps])
      for (let step = 0; step < back; step++) history = redo(history)
      expect(history.present).toBe(all.at(-1))
    }),
  )
})

it('forgets what was undone once something else was done, and the oldest of many steps', () => {
  const branched = record(undo(record(startHistory('a'), 'b')), 'c')
  expect(redo(branched)).toBe(branched)
  expect(undo(branched).present).toBe('a')
  let long = startHistory(0)
  for (let step = 1; step <= MOST_STEPS + 10; step++) long = record(long, step)
  expect([long.past.length, long.past[0]]).toEqual([MOST_STEPS, 10])
  expect(record(long, long.present).past).toBe(long.past)
})
