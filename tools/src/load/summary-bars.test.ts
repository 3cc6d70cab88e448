import { describe, expect, it } from 'vitest'
import type { RunSummary } from './run-summary.js'
import { readThreshold, summaryBars } from './summary-bars.js'

const summary = (metrics: RunSummary['metrics']): RunSummary => ({
  title: 'steady',
  plan: { scenario: 'steady', connections: 3000, topics: 20, maxHz: 2, measuredFromMs: 0, measuredToMs: 1000 },
  metrics,
})

describe('readThreshold', () => {
  it.each([
    ['p(99)<=700', { statistic: 'p(99)', better: 'lower', limit: 700 }],
    ['max<2000', { statistic: 'max', better: 'lower', limit: 2000 }],
    ['count==0', { statistic: 'count', better: 'lower', limit: 0 }],
    ['count==3000', { statistic: 'count', better: 'higher', limit: 3000 }],
    ['count>0', { statistic: 'count', better: 'higher', limit: 1 }],
    ['med>=2', { statistic: 'med', better: 'higher', limit: 2 }],
  ])('%s', (expression, bound) => expect(readThreshold(expression)).toEqual(bound))

  it('throws on what it does not understand, for a promise must not get lost', () =>
    expect(() => readThreshold('rate is fine')).toThrow('not understood'))
})

describe('summaryBars', () => {
  it('has a row for each threshold, judged anew, and rows without a limit for what else was measured', () => {
    const values = { med: 100, 'p(95)': 300, 'p(99)': 701, max: 900, count: 5 }
    const rows = summaryBars(
      summary({
        tick_age_ms: { values, thresholds: { 'p(99)<=700': { ok: true } } },
        'sessions{server:gateway-1}': { values: { count: 7 }, thresholds: { 'count>0': { ok: true } } },
        frame_gaps: { values: {}, thresholds: { 'count==0': { ok: true } } },
        http_reqs: { values: { count: 9 } },
      }),
    )
    expect(rows.map(({ name, value, unit, limit, pass }) => [name, value, unit, limit, pass])).toEqual([
      ['steady, 3000 × 20 at 2 Hz: frame gaps', 0, '', 0, true],
      ['steady, 3000 × 20 at 2 Hz: sessions (server gateway-1)', 7, '', 1, true],
      ['steady, 3000 × 20 at 2 Hz: tick age p99', 701, 'ms', 700, false],
      ['steady, 3000 × 20 at 2 Hz: tick age median', 100, 'ms', null, true],
      ['steady, 3000 × 20 at 2 Hz: tick age p95', 300, 'ms', null, true],
      ['steady, 3000 × 20 at 2 Hz: tick age, longest', 900, 'ms', null, true],
    ])
  })

  it('does not take a trend without samples for a good one, though k6 gives it zeros', () => {
    const values = { med: 0, 'p(95)': 0, 'p(99)': 0, max: 0, count: 0 }
    const rows = summaryBars(summary({ back_ms: { values, thresholds: { 'max<=10000': { ok: true } } } }))
    expect(rows.map(({ pass }) => pass)).toEqual([false])
  })
})
