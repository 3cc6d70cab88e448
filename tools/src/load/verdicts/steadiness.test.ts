import { describe, expect, it } from 'vitest'
import type { RunSummary } from '../run-summary.js'
import type { Sample } from '../sampling/sampler.js'
import { slowConsumerBars, soakBars, stormBars, widestDeviation } from './steadiness.js'

const MIB = 2 ** 20
const START_MS = 1_000_000
const SECONDS = 600

const summary = (metrics: RunSummary['metrics'] = {}): RunSummary => ({
  title: 'soak',
  plan: {
    ...{ scenario: 'soak', connections: 1000, topics: 20, maxHz: 2 },
    ...{ measuredFromMs: 0, measuredToMs: SECONDS * 1000, slowFromMs: 0 },
  },
  setup_data: { startAtMs: START_MS, clockOffsetMs: 0 },
  metrics,
})

/** A sample every 5 s; `at` says what is different, by the share of the time that has passed. */
const samples = (
  at: (share: number) => { mib?: number; files?: number; loopDelayMs?: number; skipped?: number } = () => ({}),
): Sample[] =>
  Array.from({ length: SECONDS / 5 }, (_, i) => {
    const { mib = 200, files = 500, loopDelayMs = 12, skipped = 0 } = at((i * 5) / SECONDS)
    const usage = { cpuMs: i, residentBytes: mib * MIB, files }
    const figures = { connections: 0, frames: 0, frameBytes: 0, skippedFrames: skipped, catchUps: 0, slowConsumers: 0 }
    return {
      atMs: START_MS + i * 5000,
      processes: { 'gateway-1': usage, 'gateway-2': { ...usage, residentBytes: 200 * MIB }, k6: usage },
      gateways: { 'gateway-1': { ...figures, loopDelayMs }, 'gateway-2': { ...figures, loopDelayMs: 12 } },
    }
  })
const missed = (bars: readonly { name: string; pass: boolean }[]): string[] =>
  bars.filter(({ pass }) => !pass).map(({ name }) => name.replace(/^.*?: /, ''))

describe('soakBars', () => {
  it('passes what stands still, and what grows in the first third only', () => {
    expect(missed(soakBars(summary(), samples()))).toEqual([])
    expect(
      missed(
        soakBars(
          summary(),
          samples((share) => ({ mib: 150 + 50 * Math.min(1, share * 3) })),
        ),
      ),
    ).toEqual([])
  })
  it.each([
    [{ mib: 30 }, 'resident memory of a gateway, slope after the first third'],
    [{ files: 100 }, 'open files of a gateway, more in the last third than in the first'],
    [{ loopDelayMs: 20 }, 'event-loop delay p99, more in the last third than in the first'],
  ] as const)('finds what grows by %o, at one gateway of two', (grown, name) => {
    const growing = samples((share) =>
      Object.fromEntries(
        Object.entries(grown).map(([key, by]) => [
          key,
          { mib: 200, files: 500, loopDelayMs: 12 }[key as 'mib'] + by * share,
        ]),
      ),
    )
    expect(missed(soakBars(summary(), growing))).toContain(name)
  })
  it('never passes without samples', () => expect(missed(soakBars(summary(), []))).toHaveLength(4))
})

describe('widestDeviation', () => {
  it('looks at medians, so that the moment before a collection is no growth', () => {
    const readings = Array.from({ length: 100 }, (_, i) => ({
      group: 'gateway-1',
      atMs: i,
      value: i % 10 === 0 ? 150 : 100,
    }))
    expect(widestDeviation(readings)).toBe(0)
  })
  it('finds what rose and fell again', () => {
    const readings = Array.from({ length: 100 }, (_, i) => ({
      group: 'gateway-1',
      atMs: i,
      value: i >= 40 && i < 60 ? 130 : 100,
    }))
    expect(widestDeviation(readings)).toBeCloseTo(0.3)
  })
})

describe('slowConsumerBars', () => {
  const ages = (calm: number, slow: number) =>
    summary({ tick_age_calm_ms: { values: { 'p(99)': calm } }, tick_age_slow_ms: { values: { 'p(99)': slow } } })
  it('passes flat memory and others that notice nothing, and tells what was skipped', () => {
    const bars = slowConsumerBars(
      ages(400, 420),
      samples((share) => ({ skipped: Math.round(1000 * share) })),
    )
    expect(missed(bars)).toEqual([])
    expect(bars.find(({ name }) => name.includes('skipped'))?.value).toBeGreaterThan(900)
  })
  it('finds memory that grows, and others that wait', () =>
    expect(
      missed(
        slowConsumerBars(
          ages(400, 500),
          samples((share) => ({ mib: 200 + 50 * share })),
        ),
      ),
    ).toEqual(['memory of a gateway meanwhile, widest deviation', 'tick age p99 of the others, against before']))
})

describe('stormBars', () => {
  it('finds those who were sent away', () => {
    const [before, after] = samples().slice(0, 2) as [Sample, Sample]
    const sentAway = { ...(after.gateways['gateway-1'] as Sample['gateways'][string]), slowConsumers: 1 }
    expect(missed(stormBars(summary(), samples()))).toEqual([])
    expect(
      missed(stormBars(summary(), [before, { ...after, gateways: { ...after.gateways, 'gateway-1': sentAway } }])),
    ).toHaveLength(1)
  })
})
