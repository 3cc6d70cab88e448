import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AlertCondition, AlertEvent, AlertRule } from './alert-rule.js'
import { conditionOf, MOST_KEPT, readLog, readRules, writeLog, writeRules } from './kept-alerts.js'

const conditions: readonly AlertCondition[] = [
  { type: 'crosses', instrument: 's:A', direction: 'either', level: -1.5 },
  { type: 'move', instrument: 's:A', direction: 'up', percent: 2, windowMs: 60_000 },
  { type: 'volume', instrument: 's:A', factor: 3, windowMs: 60_000 },
  { type: 'metric', topic: 'metric/h/cpu', side: 'above', level: 85, forMs: 0 },
  { type: 'stale', topic: 'quote/s:A', afterMs: 10_000 },
  { type: 'lag', aboveMs: 500, forMs: 5000 },
  { type: 'gap' },
]
const rules = conditions.map((condition, index): AlertRule => ({
  id: `r${index}`,
  condition,
  hysteresis: 0.001,
  coolDownMs: 60_000,
  isEnabled: index % 2 === 0,
  snoozedUntilMs: index === 1 ? 5 : null,
}))
const events = conditions.map((condition, index): AlertEvent => ({
  id: `r@${index}`,
  ruleId: 'r',
  condition,
  atMs: index,
  value: 1,
  way: index === 0 ? 'up' : null,
  offset: index === 0 ? 7 : null,
}))

it('reads back what was kept', () => {
  expect(readRules(writeRules(rules))).toEqual(rules)
  expect(readLog(writeLog(events))).toEqual(events)
})

it('keeps the newest of a long log', () => {
  const long = Array.from({ length: MOST_KEPT + 5 }, (_, index) => ({ ...events[0]!, id: `e${index}` }))
  expect(readLog(writeLog(long)).map(({ id }) => id)).toEqual(long.slice(0, MOST_KEPT).map(({ id }) => id))
})

it('leaves out what is no rule, and never throws', () => {
  const [good, ...others] = rules
  const spoilt = [{ ...good!, condition: { type: 'crosses', instrument: '', direction: 'up', level: 'x' } }, 7, null]
  expect(readRules(JSON.stringify({ version: 1, rules: [good, ...spoilt, ...others] }))).toEqual(rules)
  expect(readRules(JSON.stringify({ version: 2, rules }))).toEqual([])
  for (const text of [null, '', '{', '[]', '{"version":1,"rules":{}}']) expect(readRules(text)).toEqual([])
  fc.assert(fc.property(fc.json(), (text) => void [readRules(text), readLog(text)]))
})

it('takes no field into a condition that does not belong there', () => {
  expect(conditionOf({ type: 'gap', instrument: 'x', level: 3 })).toEqual({ type: 'gap' })
  expect(conditionOf({ type: 'stale', topic: 't', afterMs: 0 })).toBeNull()
  expect(conditionOf({ type: 'move', instrument: 'x', direction: 'above', percent: 1, windowMs: 1 })).toBeNull()
})
