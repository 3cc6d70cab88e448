import { expect, it } from 'vitest'
import type { LinkSample } from '../../link/link-report.js'
import { linePath } from './line-path.js'
import { phaseRuns } from './phase-runs.js'

const sample = (atMs: number, phase: LinkSample['phase']): LinkSample => ({
  atMs,
  phase,
  rttMs: null,
  lagP95Ms: null,
  messagesPerSecond: 0,
  bytesPerSecond: 0,
  updatesPerSecond: 0,
})

it('tells stretches of one phase that follow on each other', () => {
  const history = [
    sample(0, 'open'),
    sample(1000, 'open'),
    sample(2000, 'open'),
    sample(3000, 'waiting'),
    sample(9000, 'open'),
  ]
  expect(phaseRuns(history)).toEqual([
    { phase: 'open', fromMs: 0, toMs: 2000 },
    { phase: 'waiting', fromMs: 2000, toMs: 3000 },
    { phase: 'open', fromMs: 3000, toMs: 9000 },
  ])
  expect(phaseRuns([])).toEqual([])
  expect(phaseRuns([sample(0, 'open')])).toEqual([])
})

it('draws a line over the box and leaves holes', () => {
  expect(linePath([0, 10, null, 5], 30, 20)).toBe('M0.0 20.0L10.0 0.0M30.0 10.0')
  expect(linePath([], 30, 20)).toBe('')
  expect(linePath([0, 0], 30, 20)).toBe('M0.0 20.0L30.0 20.0')
})
