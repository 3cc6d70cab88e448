import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AlertCondition, AlertRule } from './alert-rule.js'
import { evaluate, freshMemory, type AlertFacts, type AlertMemory, type TopicFacts } from './evaluate.js'

const rule = (condition: AlertCondition, changes: Partial<AlertRule> = {}): AlertRule => ({
  id: 'r',
  condition,
  hysteresis: 0.01,
  coolDownMs: 0,
  isEnabled: true,
  snoozedUntilMs: null,
  ...changes,
})
const topic: TopicFacts = { value: null, volume: null, heardAtMs: null, offset: 1, isCurrent: true }
const facts: AlertFacts = { nowMs: 0, isLive: true, topic: null, lagP95Ms: null, gaps: 0 }

/** Looks at the steps in order, a second apart unless they say when, and answers the indices of those that told something. */
function told(watched: AlertRule, steps: readonly Partial<AlertFacts>[]): number[] {
  let memory: AlertMemory = freshMemory()
  return steps.flatMap((step, index) => {
    const { memory: next, finding } = evaluate(watched, memory, { ...facts, nowMs: index * 1000, ...step })
    memory = next
    return finding === null ? [] : [index]
  })
}
const prices = (...values: readonly (number | null)[]) => values.map((value) => ({ topic: { ...topic, value } }))

const above = rule({ type: 'crosses', instrument: 'i', direction: 'above', level: 100 })
const below = rule({ type: 'crosses', instrument: 'i', direction: 'below', level: 100 })
const both = rule({ type: 'crosses', instrument: 'i', direction: 'either', level: 100 })

describe('crosses', () => {
  it.each([
    ['once, from the other side', above, [98, 99.9, 100, 101, 102], [2]],
    ['not where it was over from the start', above, [101, 102, 103], []],
    ['not back and forth within the hysteresis', above, [99.5, 100, 99.5, 100, 99.1, 101], [1]],
    ['again after it went back', above, [99.5, 100, 99, 100], [1, 3]],
    ['downwards', below, [101, 100, 99, 100.5, 100, 101, 99], [1, 6]],
    ['each way once', both, [99, 101, 99.5, 101, 98, 102], [1, 2, 4, 5]],
    ['not without a price', above, [99, null, null, 101], [3]],
  ] as const)('tells %s', (_what, watched, values, at) => {
    expect(told(watched, prices(...values))).toEqual(at)
  })

  it('judges nothing by what may be old, and then what is current', () => {
    const old = { topic: { ...topic, value: 101, isCurrent: false } }
    const lost = { isLive: false, topic: { ...topic, value: 101 } }
    expect(told(above, [...prices(99), old, lost, ...prices(101)])).toEqual([3])
    expect(told(above, [...prices(99), old, lost, ...prices(99)])).toEqual([])
  })
})

it('a move is told against the window and forgets what is older', () => {
  const up = rule({ type: 'move', instrument: 'i', direction: 'up', percent: 2, windowMs: 3000 })
  expect(told(up, prices(100, 101, 102))).toEqual([2])
  expect(told(up, prices(100, 100.9, 101.5, 102.3, 103))).toEqual([])
  const down = rule({ type: 'move', instrument: 'i', direction: 'down', percent: 2, windowMs: 3000 })
  expect(told(down, prices(100, 99, 98))).toEqual([2])
})

it('a volume spike is told against the windows before', () => {
  const spike = rule({ type: 'volume', instrument: 'i', factor: 3, windowMs: 2000 })
  const volumes = (...values: readonly number[]) => values.map((volume) => ({ topic: { ...topic, volume } }))
  expect(told(spike, volumes(0, 1, 2, 3, 4, 5, 6, 7, 16))).toEqual([8])
  expect(told(spike, volumes(0, 1, 2, 3, 4, 5, 6, 7, 8))).toEqual([])
  // The first seconds of a session, or after a hole, are no spike.
  expect(told(spike, volumes(0, 1, 2, 3, 4, 5, 0, 40))).toEqual([])
  const hole = { isLive: false, topic: { ...topic, volume: 6 } }
  expect(told(spike, [...volumes(0, 1, 2, 3, 4, 5, 6), hole, ...volumes(60, 61)])).toEqual([])
})

describe('thresholds that have to hold', () => {
  const metric = rule({ type: 'metric', topic: 'm', side: 'above', level: 80, forMs: 2000 })
  it.each([
    ['once after their time', [90, 90, 90, 90, 90], [2]],
    ['not when interrupted', [90, 90, 70, 90, 90], []],
    ['again after they went back', [90, 90, 90, 70, 90, 90, 90], [2, 6]],
  ] as const)('are told %s', (_what, values, at) => {
    expect(told(metric, prices(...values))).toEqual(at)
  })
  it('do not count time in which nothing could be relied on', () => {
    const [over] = prices(90)
    expect(told(metric, [over!, { ...over!, isLive: false }, over!, over!, over!])).toEqual([4])
  })
  it('are met from above as well', () => {
    const low = rule({ type: 'metric', topic: 'm', side: 'below', level: 10, forMs: 0 })
    expect(told(low, prices(20, 10, 9, 10.05, 9, 11, 9))).toEqual([1, 6])
  })
  it('lag', () => {
    const lag = rule({ type: 'lag', aboveMs: 500, forMs: 1000 })
    const steps = [600, 600, 600, null, 400, 700, 700].map((lagP95Ms) => ({ lagP95Ms }))
    expect(told(lag, steps)).toEqual([1, 6])
  })
})

it('a topic is stale once until it is heard of again', () => {
  const stale = rule({ type: 'stale', topic: 't', afterMs: 2000 })
  const heard = [0, 0, 0, 0, 3900, 3900, 3900].map((heardAtMs) => ({ topic: { ...topic, heardAtMs } }))
  expect(told(stale, heard)).toEqual([2, 6])
  expect(
    told(
      stale,
      heard.map((step) => ({ ...step, isLive: false })),
    ),
  ).toEqual([])
})

it('a gap is told when it is found, and not the ones before', () => {
  expect(told(rule({ type: 'gap' }), [{ gaps: 4 }, { gaps: 4 }, { gaps: 5, isLive: false }, { gaps: 5 }])).toEqual([2])
})

it('what happens while it is snoozed is not told later', () => {
  const snoozed = { ...above, snoozedUntilMs: 3000 }
  expect(told(snoozed, prices(99, 101, 101, 101, 101))).toEqual([])
  expect(told(snoozed, prices(99, 101, 99, 99, 101))).toEqual([4])
})

describe('whatever the prices', () => {
  const walk = fc.array(fc.double({ min: 90, max: 110, noNaN: true }), { minLength: 1, maxLength: 60 })
  const direction = fc.constantFrom('above' as const, 'below' as const)

  it('tells no second time before the price left the hysteresis', () => {
    fc.assert(
      fc.property(walk, direction, fc.double({ min: 0, max: 0.05, noNaN: true }), (values, way, hysteresis) => {
        const watched = rule({ type: 'crosses', instrument: 'i', direction: way, level: 100 }, { hysteresis })
        const at = told(watched, prices(...values))
        const width = 100 * hysteresis
        for (const [index, second] of at.entries()) {
          const first = at[index - 1]
          const between = values.slice(first === undefined ? 0 : first + 1, second)
          const hasLeft = between.some((value) => (way === 'above' ? value <= 100 - width : value >= 100 + width))
          if (first !== undefined) expect(hasLeft).toBe(true)
          expect(way === 'above' ? values[second]! >= 100 : values[second]! <= 100).toBe(true)
        }
      }),
    )
  })

  it('tells no two within the cool-down', () => {
    fc.assert(
      fc.property(walk, fc.integer({ min: 0, max: 20 }), (values, seconds) => {
        const at = told({ ...both, hysteresis: 0, coolDownMs: seconds * 1000 }, prices(...values))
        for (const [index, second] of at.entries()) {
          if (index > 0) expect(second - at[index - 1]!).toBeGreaterThanOrEqual(seconds)
        }
      }),
    )
  })

  it('tells nothing while the prices may be old', () => {
    fc.assert(
      fc.property(walk, (values) => {
        const old = prices(...values).map((step) => ({ topic: { ...step.topic, isCurrent: false } }))
        expect(told(both, old)).toEqual([])
      }),
    )
  })
})
