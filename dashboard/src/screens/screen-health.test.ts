import { describe, expect, it } from 'vitest'
import { liveStatus } from '../../test/with-context.js'
import type { LinkReport } from '../link/link-report.js'
import { frameSample, screenHealth, screenState } from './screen-health.js'

describe('screenState', () => {
  it.each([
    [{}, null, 'live'],
    [{}, 1000, 'live'],
    [{}, 1001, 'lagging'],
    [{ suspect: true }, 5000, 'stale'],
    [{ source: 'lost' }, null, 'stale'],
    [{ source: 'catchingUp' }, null, 'catchingUp'],
    [{ state: 'reconnecting', suspect: true }, null, 'reconnecting'],
    [{ state: 'stopped' }, null, 'stopped'],
  ] as const)('of %j with a lag of %j is %s', (changes, lagP95Ms, state) => {
    expect(screenState({ ...liveStatus, ...changes }, lagP95Ms)).toBe(state)
  })
})

describe('frameSample', () => {
  it('is how many frames came, and how far apart the slowest were', () => {
    const steady = Array.from({ length: 61 }, (_, i) => (i * 1000) / 60)
    expect(frameSample(steady)).toEqual({ framesPerSecond: 60, frameP95Ms: 16.7 })
    expect(frameSample([0, 10, 20, 120])).toEqual({ framesPerSecond: 25, frameP95Ms: 100 })
  })

  it.each([[[]], [[5]], [[5, 20]], [[5, 5, 5]]])('is nothing of %j', (times) => {
    expect(frameSample(times)).toBeNull()
  })
})

describe('screenHealth', () => {
  const report = {
    pageBuild: 'index-x.js',
    latency: [{ stage: 'paint', samples: 9, p50Ms: 4.04, p95Ms: 12.36, p99Ms: 30, maxMs: 31 }],
  } as unknown as LinkReport
  const facts = { name: 'lobby', page: '/wall', status: liveStatus, lagP95Ms: 3, report, frames: null, heapBytes: 7 }

  it('[SYS9] is what the page knows of itself', () => {
    expect(screenHealth({ ...facts, frames: { framesPerSecond: 60, frameP95Ms: 17 } })).toEqual({
      ...{ name: 'lobby', page: '/wall', state: 'live', build: 'index-x.js' },
      ...{ framesPerSecond: 60, frameP95Ms: 17, heapBytes: 7 },
      paint: { p50Ms: 4, p95Ms: 12.4, p99Ms: 30 },
    })
  })

  it('[SYS9] says null of what it does not know, and no more than a gateway takes', () => {
    const unpainted = { ...report, pageBuild: '', latency: [] }
    const health = screenHealth({ ...facts, report: unpainted, page: `/wall?${'x'.repeat(300)}` })
    expect(health).toMatchObject({ framesPerSecond: null, frameP95Ms: null, paint: null, build: 'unknown' })
    expect(health.page).toHaveLength(200)
  })
})
