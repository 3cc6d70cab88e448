import type { AlertCondition, AlertRule } from './alert-rule.js'
import { addSample, MEAN_WINDOWS, moveOf, spikeOf, type Sample } from './sample-window.js'
import { FRESH_TRIGGER, pull, type Threshold, type Trigger } from './trigger.js'

/** What is known of a topic at a moment; values that it does not have are null. */
export interface TopicFacts {
  /** The last price of a quote, the value of a metric. */
  readonly value: number | null
  /** Traded in the session so far. */
  readonly volume: number | null
  /** When its newest content came, or since when it can be relied on, whichever is later. */
  readonly heardAtMs: number | null
  readonly offset: number | null
  /** False while it waits, catches up or is refused: nothing is judged by what may be old. */
  readonly isCurrent: boolean
}

export interface AlertFacts {
  /** The server's clock. */
  readonly nowMs: number
  /** The link is open, has caught up, and the gateway's source is live. */
  readonly isLive: boolean
  readonly topic: TopicFacts | null
  readonly lagP95Ms: number | null
  /** Holes found so far. */
  readonly gaps: number
}

/** What a rule remembers from one look to the next. */
export interface AlertMemory {
  readonly up: Trigger
  readonly down: Trigger
  readonly samples: readonly Sample[]
  readonly gaps: number | null
  readonly alertedAtMs: number | null
}

export const freshMemory = (alertedAtMs: number | null = null): AlertMemory => ({
  up: FRESH_TRIGGER,
  down: FRESH_TRIGGER,
  samples: [],
  gaps: null,
  alertedAtMs,
})

export interface Finding {
  readonly value: number
  readonly way: 'up' | 'down' | null
}

export interface Evaluation {
  readonly memory: AlertMemory
  readonly finding: Finding | null
}

/** One look at the facts: the memory after it, and what is to be told. Pure; a disabled rule is never looked at. */
export function evaluate(rule: AlertRule, memory: AlertMemory, facts: AlertFacts): Evaluation {
  const looked = look(rule, memory, facts)
  if (looked.finding === null) return looked
  const { nowMs } = facts
  const isCooling = memory.alertedAtMs !== null && nowMs - memory.alertedAtMs < rule.coolDownMs
  const isSnoozed = rule.snoozedUntilMs !== null && nowMs < rule.snoozedUntilMs
  // Passed over, not put off: the trigger has been pulled all the same.
  if (isCooling || isSnoozed) return { memory: looked.memory, finding: null }
  return { memory: { ...looked.memory, alertedAtMs: nowMs }, finding: looked.finding }
}

const nothing = (memory: AlertMemory): Evaluation => ({ memory, finding: null })
/** While nothing can be relied on, time does not count towards a threshold. */
const idle = ({ up, down, ...rest }: AlertMemory): AlertMemory => ({
  ...rest,
  up: { ...up, overSinceMs: null },
  down: { ...down, overSinceMs: null },
})

function look(rule: AlertRule, memory: AlertMemory, facts: AlertFacts): Evaluation {
  const { condition } = rule
  if (condition.type === 'gap') return lookAtGaps(memory, facts)
  if (!facts.isLive) return nothing(forget(condition, idle(memory)))
  if (condition.type === 'lag') {
    const { aboveMs: level, forMs } = condition
    return facts.lagP95Ms === null
      ? nothing(idle(memory))
      : pullLevel(rule, memory, { value: facts.lagP95Ms, level, way: 'up', holdMs: forMs, nowMs: facts.nowMs })
  }
  const { topic } = facts
  if (topic?.isCurrent !== true) return nothing(forget(condition, idle(memory)))
  return lookAtTopic(rule, condition, memory, topic, facts.nowMs)
}

/** A counter that was not watched for a while has grown by what was missed: its growth says nothing of one window. */
const forget = (condition: AlertCondition, memory: AlertMemory): AlertMemory =>
  condition.type === 'volume' ? { ...memory, samples: [] } : memory

function lookAtGaps(memory: AlertMemory, { gaps }: AlertFacts): Evaluation {
  const isMore = memory.gaps !== null && gaps > memory.gaps
  return { memory: { ...memory, gaps }, finding: isMore ? { value: gaps, way: null } : null }
}

type TopicCondition = Exclude<AlertCondition, { type: 'gap' | 'lag' }>

function lookAtTopic(
  rule: AlertRule,
  condition: TopicCondition,
  memory: AlertMemory,
  topic: TopicFacts,
  nowMs: number,
): Evaluation {
  switch (condition.type) {
    case 'crosses': {
      const price = topic.value
      if (price === null) return nothing(memory)
      const ways = condition.direction === 'either' ? (['up', 'down'] as const) : [WAYS[condition.direction]]
      return either(memory, ways, price, (way) => ({
        value: way === 'up' ? price : -price,
        threshold: threshold(way, condition.level, rule.hysteresis, 0, false),
        nowMs,
      }))
    }
    case 'move': {
      if (topic.value === null) return nothing(memory)
      const samples = addSample(memory.samples, topic.value, nowMs, condition.windowMs)
      const moved = moveOf(samples, topic.value)
      const ways = condition.direction === 'either' ? (['up', 'down'] as const) : [condition.direction]
      return either({ ...memory, samples }, ways, null, (way) => ({
        value: moved[way],
        threshold: threshold('up', condition.percent, rule.hysteresis, 0, true),
        nowMs,
      }))
    }
    case 'volume': {
      if (topic.volume === null) return nothing(memory)
      const hasRestarted = topic.volume < (memory.samples.at(-1)?.high ?? 0)
      const spanMs = condition.windowMs * (MEAN_WINDOWS + 1)
      const samples = addSample(hasRestarted ? [] : memory.samples, topic.volume, nowMs, spanMs)
      const value = spikeOf(samples, nowMs, condition.windowMs)
      const next = { ...memory, samples }
      return value === null
        ? nothing(next)
        : pullLevel(rule, next, { value, level: condition.factor, way: 'up', holdMs: 0, nowMs })
    }
    case 'metric':
      return topic.value === null
        ? nothing(idle(memory))
        : pullLevel(rule, memory, {
            value: topic.value,
            level: condition.level,
            way: WAYS[condition.side],
            holdMs: condition.forMs,
            nowMs,
          })
    case 'stale':
      return topic.heardAtMs === null
        ? nothing(memory)
        : pullLevel(rule, memory, {
            value: Math.max(0, nowMs - topic.heardAtMs),
            level: condition.afterMs,
            way: 'up',
            holdMs: 0,
            nowMs,
          })
  }
}

const WAYS = { above: 'up', below: 'down' } as const

/** Thresholds are met from below; one that is met from above is the same mirrored at 0. */
function threshold(
  way: 'up' | 'down',
  level: number,
  hysteresis: number,
  holdMs: number,
  countsAtFirst: boolean,
): Threshold {
  const at = way === 'up' ? level : -level
  return { at, back: at - Math.abs(level) * hysteresis, holdMs, countsAtFirst }
}

interface Pull {
  readonly value: number
  readonly threshold: Threshold
  readonly nowMs: number
}

/** Pulls the trigger of each way; `shown` is told where the pulled value is not what a reader expects. */
function either(
  memory: AlertMemory,
  ways: readonly ('up' | 'down')[],
  shown: number | null,
  pullOf: (way: 'up' | 'down') => Pull,
): Evaluation {
  let next = memory
  let finding: Finding | null = null
  for (const way of ways) {
    const { value, threshold: limit, nowMs } = pullOf(way)
    if (Number.isNaN(value)) continue
    const pulled = pull(next[way], value, limit, nowMs)
    next = { ...next, [way]: pulled.trigger }
    if (pulled.fires) finding ??= { value: shown ?? (way === 'up' ? value : -value), way }
  }
  return { memory: next, finding }
}

interface Level {
  readonly value: number
  readonly level: number
  readonly way: 'up' | 'down'
  readonly holdMs: number
  readonly nowMs: number
}

function pullLevel(rule: AlertRule, memory: AlertMemory, { value, level, way, holdMs, nowMs }: Level): Evaluation {
  return either(memory, [way], value, () => ({
    value: way === 'up' ? value : -value,
    threshold: threshold(way, level, rule.hysteresis, holdMs, true),
    nowMs,
  }))
}
