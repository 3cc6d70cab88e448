import type { ScreenHealth } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import { Screens } from './screens.js'
import { SysTopics } from './sys-topics.js'

const HEALTH: ScreenHealth = {
  ...{ name: 'lobby', page: '/wall', state: 'live', build: '1' },
  ...{ framesPerSecond: 60, frameP95Ms: 17, heapBytes: null, paint: null },
}

describe('Screens', () => {
  it('[SYS9] are told by their id, with when they reported, until they are silent for a minute', () => {
    const topic = new SysTopics(() => 'e').topic('screens')
    const screens = new Screens(topic)
    expect(screens.report('a', HEALTH, 1000, 0)).toBe('taken')
    expect(screens.report('b', { ...HEALTH, state: 'offline' }, 31_000, 30_000)).toBe('taken')
    expect(topic.state()).toMatchObject({ a: { ...HEALTH, at: 1000 }, b: { at: 31_000 } })
    expect(screens.states()).toMatchObject({ live: 1, offline: 1, stale: 0 })
    screens.sweep(61_000, 60_000)
    expect(Object.keys(topic.state())).toEqual(['b'])
  })

  it('[SYS9] may report every two seconds, a few times in a row', () => {
    const screens = new Screens(new SysTopics(() => 'e').topic('screens'))
    const report = (atMs: number) => screens.report('a', HEALTH, atMs, atMs)
    expect([0, 0, 0, 0, 0, 1999, 2000].map(report)).toEqual([
      ...['taken', 'taken', 'taken', 'taken'],
      ...['tooOften', 'tooOften', 'taken'],
    ])
    expect(screens.report('b', HEALTH, 2000, 2000)).toBe('taken')
  })

  it('[SYS9] are so many at most: one more does not push out another', () => {
    const screens = new Screens(new SysTopics(() => 'e').topic('screens'), 2)
    const reports = ['a', 'b', 'c', 'a'].map((id) => screens.report(id, HEALTH, 0, 0))
    expect(reports).toEqual(['taken', 'taken', 'tooMany', 'taken'])
    expect(screens.size).toBe(2)
  })

  it('come from one address only so fast', () => {
    const screens = new Screens(new SysTopics(() => 'e').topic('screens'))
    const taken = Array.from({ length: 300 }, () => screens.mayReport('10.0.0.1', 0)).filter(Boolean)
    expect(taken).toHaveLength(200)
    expect([screens.mayReport('10.0.0.2', 0), screens.mayReport('10.0.0.1', 50)]).toEqual([true, true])
  })
})
