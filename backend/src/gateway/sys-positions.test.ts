import { describe, expect, it } from 'vitest'
import { TableMarket } from '../../test/fakes/table-market.js'
import { resumeVerdict } from '../session/resume.js'
import { SysStore } from '../sys/sys-store.js'
import { SysTopics } from '../sys/sys-topics.js'

let epochs = 0
const stores = () => {
  const sys = new SysTopics(() => `e${String(epochs++)}`)
  return { sys, store: new SysStore(new TableMarket(), sys) }
}

describe('a position of a topic about the gateway', () => {
  it('[SYS2] resumes in the process that made a position, and resets everywhere else', () => {
    const [one, other] = [stores(), stores()]
    one.sys.topic('screens').set({ a: 1 }, 1)
    const handle = one.store.handle({ kind: 'sys', name: 'screens' })
    const position = handle.position()
    expect(resumeVerdict(position, handle, one.store)).toEqual({ start: 'resume' })
    expect(resumeVerdict({ ...position, offset: 0 }, handle, one.store)).toEqual({ start: 'resume' })
    expect(resumeVerdict({ ...position, offset: 9 }, handle, one.store)).toEqual({ start: 'reset' })
    const elsewhere = other.store.handle({ kind: 'sys', name: 'screens' })
    expect(resumeVerdict(position, elsewhere, other.store)).toEqual({ start: 'reset' })
  })
})
