import { expect, it } from 'vitest'
import type { AlertCondition, AlertRule } from './alert-rule.js'
import { draftOfRule, freshDraft, ruleOfDraft } from './rule-draft.js'

const conditions: readonly AlertCondition[] = [
  { type: 'crosses', instrument: 's:A', direction: 'below', level: 0.5 },
  { type: 'move', instrument: 's:A', direction: 'up', percent: 2, windowMs: 90_000 },
  { type: 'volume', instrument: 's:A', factor: 3, windowMs: 60_000 },
  { type: 'metric', topic: 'metric/h/cpu', side: 'below', level: -85, forMs: 0 },
  { type: 'stale', topic: 'quote/s:A', afterMs: 10_000 },
  { type: 'lag', aboveMs: 500, forMs: 5000 },
  { type: 'gap' },
]

it.each(conditions)('a rule is the same after having been written anew: %j', (condition) => {
  const rule: AlertRule = {
    id: 'r',
    condition,
    hysteresis: 0.003,
    coolDownMs: 30_000,
    isEnabled: true,
    snoozedUntilMs: null,
  }
  expect(ruleOfDraft(draftOfRule(rule), 'r')).toEqual(rule)
})

it('makes no rule of what is missing or can never be met', () => {
  const draft = { ...freshDraft('s:A'), level: 5 }
  expect(ruleOfDraft(draft, 'r')).not.toBeNull()
  for (const change of [{ level: null }, { instrument: ' ' }, { hysteresisPercent: -1 }, { coolDownSeconds: null }]) {
    expect(ruleOfDraft({ ...draft, ...change }, 'r')).toBeNull()
  }
})
