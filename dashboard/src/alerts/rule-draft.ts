import type { AlertRule, AlertType } from './alert-rule.js'
import { conditionOf } from './kept-alerts.js'

/** A rule while it is being written: every field there is, in the units that people write. */
export interface RuleDraft {
  type: AlertType
  instrument: string
  topic: string
  direction: 'above' | 'below' | 'either'
  side: 'above' | 'below'
  level: number | null
  percent: number | null
  factor: number | null
  windowMinutes: number | null
  holdSeconds: number | null
  afterSeconds: number | null
  aboveMs: number | null
  hysteresisPercent: number | null
  coolDownSeconds: number | null
}

export const freshDraft = (instrument: string): RuleDraft => ({
  type: 'crosses',
  instrument,
  topic: '',
  direction: 'either',
  side: 'above',
  level: null,
  percent: 2,
  factor: 3,
  windowMinutes: 5,
  holdSeconds: 10,
  afterSeconds: 30,
  aboveMs: 1000,
  hysteresisPercent: 0.1,
  coolDownSeconds: 60,
})

const MOVES = { above: 'up', below: 'down', either: 'either' } as const
const DIRECTIONS = { up: 'above', down: 'below', above: 'above', below: 'below', either: 'either' } as const
const ms = (amount: number | null, unitMs: number) => (amount === null ? null : amount * unitMs)

/** The rule that a draft makes, under this id, or null while something is missing or can never be met. */
export function ruleOfDraft(draft: RuleDraft, id: string): AlertRule | null {
  const windowMs = ms(draft.windowMinutes, 60_000)
  const forMs = ms(draft.holdSeconds, 1000)
  // Each type takes what it needs.
  const condition = conditionOf({
    ...draft,
    instrument: draft.instrument.trim(),
    topic: draft.topic.trim(),
    direction: draft.type === 'move' ? MOVES[draft.direction] : draft.direction,
    windowMs,
    forMs,
    afterMs: ms(draft.afterSeconds, 1000),
  })
  const { hysteresisPercent, coolDownSeconds } = draft
  if (condition === null || hysteresisPercent === null || coolDownSeconds === null) return null
  if (hysteresisPercent < 0 || coolDownSeconds < 0) return null
  return {
    id,
    condition,
    hysteresis: hysteresisPercent / 100,
    coolDownMs: coolDownSeconds * 1000,
    isEnabled: true,
    snoozedUntilMs: null,
  }
}

/** A rule as a draft, to be written anew. */
export function draftOfRule({ condition, hysteresis, coolDownMs }: AlertRule): RuleDraft {
  const draft: RuleDraft = {
    ...freshDraft('instrument' in condition ? condition.instrument : ''),
    type: condition.type,
    // Not 0.30000000000000004.
    hysteresisPercent: Number((hysteresis * 100).toPrecision(12)),
    coolDownSeconds: coolDownMs / 1000,
  }
  if ('topic' in condition) draft.topic = condition.topic
  if ('level' in condition) draft.level = condition.level
  if ('direction' in condition) draft.direction = DIRECTIONS[condition.direction]
  if ('side' in condition) draft.side = condition.side
  if ('percent' in condition) draft.percent = condition.percent
  if ('factor' in condition) draft.factor = condition.factor
  if ('windowMs' in condition) draft.windowMinutes = condition.windowMs / 60_000
  if ('forMs' in condition) draft.holdSeconds = condition.forMs / 1000
  if ('afterMs' in condition) draft.afterSeconds = condition.afterMs / 1000
  if ('aboveMs' in condition) draft.aboveMs = condition.aboveMs
  return draft
}
