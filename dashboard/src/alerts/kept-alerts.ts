import { ALERT_TYPES, type AlertCondition, type AlertEvent, type AlertRule } from './alert-rule.js'

/** Rules and log as they are kept; another shape gets another number and a way from the one before. */
const VERSION = 1
/** Entries of the log that are kept, newest. */
export const MOST_KEPT = 200

export const RULES_KEY = 'tickwall.alerts'
export const LOG_KEY = 'tickwall.alert-log'

export const writeRules = (rules: readonly AlertRule[]): string => JSON.stringify({ version: VERSION, rules })
export const writeLog = (log: readonly AlertEvent[]): string =>
  JSON.stringify({ version: VERSION, log: log.slice(0, MOST_KEPT) })

/** The rules that an earlier visit kept; what is none is left out, and nothing throws. */
export const readRules = (text: string | null): AlertRule[] => entries(text, 'rules').flatMap(ruleOf)

/** The log that an earlier visit kept, newest first. */
export const readLog = (text: string | null): AlertEvent[] => entries(text, 'log').flatMap(eventOf).slice(0, MOST_KEPT)

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null

function entries(text: string | null, name: string): readonly Fields[] {
  try {
    const kept: unknown = JSON.parse(text ?? 'null')
    if (!isFields(kept) || kept['version'] !== VERSION) return []
    const list = kept[name]
    return Array.isArray(list) ? list.filter(isFields) : []
  } catch {
    // Written by something else under our name: nothing is kept.
    return []
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const isPositive = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value > 0
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const isTime = (value: unknown): value is number | null => value === null || isNumber(value)
const isSpan = (value: unknown): value is number => isNumber(value) && value >= 0
const oneOf =
  (...allowed: readonly string[]) =>
  (value: unknown) =>
    allowed.some((known) => known === value)

/** What each field of a condition must be, by the condition's type. */
const SHAPES: Record<AlertCondition['type'], Readonly<Record<string, (value: unknown) => boolean>>> = {
  crosses: { instrument: isText, direction: oneOf('above', 'below', 'either'), level: isNumber },
  move: { instrument: isText, direction: oneOf('up', 'down', 'either'), percent: isPositive, windowMs: isPositive },
  volume: { instrument: isText, factor: isPositive, windowMs: isPositive },
  metric: { topic: isText, side: oneOf('above', 'below'), level: isNumber, forMs: isSpan },
  stale: { topic: isText, afterMs: isPositive },
  lag: { aboveMs: isPositive, forMs: isSpan },
  gap: {},
}

/** The value as a condition, or null; also for what a form gathered. */
export function conditionOf(value: unknown): AlertCondition | null {
  if (!isFields(value)) return null
  const type = ALERT_TYPES.find((known) => known === value['type'])
  if (type === undefined) return null
  const shape = Object.entries(SHAPES[type])
  if (!shape.every(([name, fits]) => fits(value[name]))) return null
  return { type, ...Object.fromEntries(shape.map(([name]) => [name, value[name]])) } as AlertCondition
}

function ruleOf(fields: Fields): AlertRule[] {
  const { id, hysteresis, coolDownMs, isEnabled, snoozedUntilMs } = fields
  const condition = conditionOf(fields['condition'])
  if (condition === null || !isText(id) || !isSpan(hysteresis) || !isSpan(coolDownMs)) return []
  return [
    {
      id,
      condition,
      hysteresis,
      coolDownMs,
      isEnabled: isEnabled === true,
      snoozedUntilMs: isTime(snoozedUntilMs) ? snoozedUntilMs : null,
    },
  ]
}

function eventOf(fields: Fields): AlertEvent[] {
  const { id, ruleId, atMs, value, way, offset } = fields
  const condition = conditionOf(fields['condition'])
  if (condition === null || !isText(id) || !isText(ruleId) || !isNumber(atMs) || !isNumber(value)) return []
  const seen = way === 'up' || way === 'down' ? way : null
  return [{ id, ruleId, condition, atMs, value, way: seen, offset: isTime(offset) ? offset : null }]
}
