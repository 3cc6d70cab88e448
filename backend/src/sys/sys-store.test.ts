import { describe, expect, it } from 'vitest'
import { TableMarket } from '../../test/fakes/table-market.js'
import { SysStore } from './sys-store.js'
import { SysTopics } from './sys-topics.js'

const stores = () => {
  const sys = new SysTopics(() => 'e')
  return { sys, store: new SysStore(new TableMarket(), sys) }
}

describe('SysStore', () => {
  it('[SYS1] has the four topics beside those of the market, and lists them', () => {
    const { store } = stores()
    const handle = store.handle({ kind: 'sys', name: 'gateway' })
    expect(handle.name).toBe('sys/gateway')
    expect(store.handle({ kind: 'sys', name: 'gateway' })).toBe(handle)
    expect(store.handle({ kind: 'quote', instrument: 'x:A' }).name).toBe('quote/x:A')
    const names = ['sys/announcements', 'sys/commands', 'sys/gateway', 'sys/screens']
    expect(store.topics('SYS/', 9)).toEqual(names.map((topic) => ({ topic, kind: 'sys' })))
    expect(store.topics('sys/', 2)).toHaveLength(2)
    expect(store.topics('nothing', 9)).toEqual([])
  })

  it('[SUB9] gives refs that no market comes to', () => {
    const { store } = stores()
    const refs = (['gateway', 'screens'] as const).map((name) => store.handle({ kind: 'sys', name }).ref)
    expect(new Set(refs).size).toBe(2)
    for (const ref of refs) expect(ref).toBeGreaterThanOrEqual(1_000_000_000)
  })

  it('has a topic looked at while it is held', () => {
    const { sys, store } = stores()
    const calls: string[] = []
    sys.watch('gateway', { hold: () => void calls.push('hold'), release: () => void calls.push('release') })
    store.release(store.handle({ kind: 'sys', name: 'gateway' }))
    store.release(store.handle({ kind: 'sys', name: 'screens' }))
    expect(calls).toEqual(['hold', 'release'])
  })

  it('[RATE1] tells changes of its own as those of the market', () => {
    const { sys, store } = stores()
    let turns = 0
    store.turned$.subscribe(() => void turns++)
    sys.topic('announcements').set({ a: 1 }, 1)
    expect(turns).toBe(1)
  })
})
