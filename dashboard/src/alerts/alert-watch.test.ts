import type { Link } from '@tickwall/client'
import { expect, it } from 'vitest'
import { Linked } from '../../../client/test/linked.js'
import type { AlertCondition, AlertEvent, AlertRule } from './alert-rule.js'
import { AlertWatch } from './alert-watch.js'

const rule = (condition: AlertCondition, changes: Partial<AlertRule> = {}): AlertRule => ({
  id: 'r',
  condition,
  hysteresis: 0.01,
  coolDownMs: 0,
  isEnabled: true,
  snoozedUntilMs: null,
  ...changes,
})
const crossing = rule({ type: 'crosses', instrument: 's:A', direction: 'above', level: 100 })
const TOPIC = 'quote/s:A'

function watching(...rules: readonly AlertRule[]) {
  const server = new Linked()
  const told: AlertEvent[] = []
  // The same class, once by its source and once by its build.
  const watch = new AlertWatch(server.link as unknown as Link, server.clock, (events) => told.push(...events))
  server.open()
  watch.setRules(rules.map((one) => ({ rule: one, alertedAtMs: null })))
  server.clock.settle()
  return { server, told, watch }
}

it('tells a crossing once, with its value and offset', () => {
  const { server, told } = watching(crossing)
  server.accept()
  server.snapshot(TOPIC, 1, { last: '99' }, 'e1', 1)
  server.delta(TOPIC, 2, { last: '101' }, { n: 2 })
  server.delta(TOPIC, 3, { last: '102' }, { n: 3 })
  server.clock.advance(5000)
  expect(told).toMatchObject([{ ruleId: 'r', value: 101, offset: 2, way: 'up', condition: crossing.condition }])
})

it('judges nothing while it catches up, and then what is current', () => {
  const { server, told } = watching(crossing)
  server.accept()
  server.snapshot(TOPIC, 1, { last: '99' }, 'e1', 1)
  server.link.cut()
  server.clock.advance(10_000)
  server.greet()
  server.accept('resume')
  server.clock.advance(3000)
  expect(told).toEqual([])
  server.delta(TOPIC, 9, { last: '105' }, { n: 1 })
  server.clock.advance(1000)
  expect(told).toMatchObject([{ value: 105, offset: 9 }])
})

it('looks at the clock as well, and does not count silence before the link was there', () => {
  const { server, told } = watching(rule({ type: 'stale', topic: TOPIC, afterMs: 4000 }))
  server.accept()
  server.snapshot(TOPIC, 1, { last: '99' }, 'e1', 1)
  server.clock.advance(3000)
  expect(told).toEqual([])
  server.clock.advance(2000)
  expect(told).toHaveLength(1)
})

it('holds topics only while a rule needs them', () => {
  const { server, watch, told } = watching(crossing)
  server.accept()
  watch.setRules([{ rule: { ...crossing, isEnabled: false }, alertedAtMs: null }])
  server.clock.settle()
  server.clock.advance(2000)
  expect(server.socket.of('unsubscribe').flatMap(({ topics }) => topics)).toEqual([TOPIC])
  expect(told).toEqual([])
})

it('keeps to the cool-down of what was told before it began', () => {
  const cool = { ...crossing, coolDownMs: 60_000 }
  const { server, watch, told } = watching()
  watch.setRules([{ rule: cool, alertedAtMs: server.clock.nowMs() - 1000 }])
  server.clock.settle()
  server.accept()
  server.snapshot(TOPIC, 1, { last: '99' }, 'e1', 1)
  server.delta(TOPIC, 2, { last: '101' }, { n: 2 })
  expect(told).toEqual([])
})

it('a rule goes on where it is when another one changes', () => {
  const { server, watch, told } = watching(crossing)
  server.accept()
  server.snapshot(TOPIC, 1, { last: '99' }, 'e1', 1)
  const other = rule({ type: 'gap' }, { id: 'g' })
  watch.setRules([crossing, other].map((one) => ({ rule: one, alertedAtMs: null })))
  server.clock.settle()
  server.delta(TOPIC, 2, { last: '101' }, { n: 2 })
  expect(told).toHaveLength(1)
})
