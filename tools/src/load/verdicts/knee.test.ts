import { describe, expect, it } from 'vitest'
import type { RunSummary } from '../run-summary.js'
import type { Sample } from '../sampling/sampler.js'
import { knee, limitOf, rampVerdict, type Step } from './knee.js'

const step = (connections: number, ageP99Ms: number, cpu: Step['cpu'] = {}): Step => ({
  ...{ connections, ageP99Ms, cpu, loopDelayMs: 20 },
})

describe('knee', () => {
  it('is the first step that is no longer live', () => {
    expect(knee([step(1000, 400), step(2000, 1000), step(3000, 1001), step(4000, 300)])?.connections).toBe(3000)
    expect(knee([step(1000, 400)])).toBeNull()
  })
  it('is a step that measured nothing', () => expect(knee([step(1000, NaN)])?.connections).toBe(1000))
})

describe('limitOf', () => {
  it('names a gateway whose thread is full before the machine that is', () => {
    expect(limitOf(step(1, 1, { 'gateway-1': 0.95, 'gateway-2': 0.5, k6: 0.5 }), 2)).toContain(
      'gateway-1: the one thread',
    )
    expect(limitOf(step(1, 1, { 'gateway-1': 0.5, 'gateway-2': 0.5, k6: 0.9 }), 2)).toContain('all 2 cores')
    expect(limitOf(step(1, 1, { 'gateway-1': 0.5, k6: 0.7 }), 2)).toContain('most is taken by k6 (70 %')
    expect(limitOf(step(1, 1), 2)).toContain('could not be seen')
  })
})

describe('rampVerdict', () => {
  const plan = { scenario: 'ramp', connections: 3000, topics: 20, maxHz: 2, measuredFromMs: 0, measuredToMs: 60_000 }
  const summary = (ages: readonly number[], gaps = 0): RunSummary => ({
    title: 'ramp',
    plan: { ...plan, stepConnections: 1000, stepMs: 20_000, holdMs: 15_000, promised: 2000 },
    setup_data: { startAtMs: 1_000_000, clockOffsetMs: 0 },
    metrics: {
      frame_gaps: { values: { count: gaps } },
      ...Object.fromEntries(
        ages.map((age, i) => [`tick_age_step_${i + 1}_ms`, { values: { 'p(99)': age, count: 9 } }]),
      ),
    },
  })
  /** A gateway that takes `share` of a core from the second step on, seen every 5 s. */
  const samples = (share: number): Sample[] =>
    Array.from({ length: 13 }, (_, i) => ({
      atMs: 1_000_000 + i * 5000,
      processes: { 'gateway-1': { cpuMs: i * 5000 * share, residentBytes: 1, files: 1 } },
      gateways: {},
    }))

  it('tells what was held, each step, and what limits the one that was not', () => {
    const { bars, remarks } = rampVerdict(summary([300, 800, 1500]), samples(0.97), 2)
    expect(bars.map(({ value, limit, pass }) => [value, limit, pass])).toEqual([
      [2000, 2000, true],
      [300, 1000, true],
      [800, 1000, true],
      [1500, null, true],
    ])
    expect(remarks[0]).toContain('The knee is at 3000 connections')
    expect(remarks[0]).toContain('gateway-1: the one thread of a gateway is full')
  })

  it('holds nothing where there was a gap', () =>
    expect(rampVerdict(summary([300, 300, 300], 1), [], 2).bars[0]).toMatchObject({ value: 0, pass: false }))
})
