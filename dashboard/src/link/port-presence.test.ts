import { beforeEach, describe, expect, it } from 'vitest'
import { FakeClock } from '../../../client/test/fake-clock.js'
import { FakeLocks } from '../../test/fake-locks.js'
import { PortPresence, PRESENCE_LOOK_MS } from './port-presence.js'

let clock: FakeClock
let locks: FakeLocks
let told: string[]
const presence = (watchLock = locks.watch as typeof locks.watch | null) =>
  new PortPresence(clock, watchLock, { ask: () => told.push('ask'), gone: () => told.push('gone') })
beforeEach(() => {
  clock = new FakeClock()
  locks = new FakeLocks()
  told = []
})

describe('the presence of a page', () => {
  it('without a lock is asked for, and doubted after a minute of silence', () => {
    presence(null)
    clock.advance(3 * PRESENCE_LOOK_MS)
    expect(told).toEqual(['ask', 'ask', 'ask'])
    clock.advance(PRESENCE_LOOK_MS)
    expect(told.at(-1)).toBe('gone')
    clock.advance(10 * PRESENCE_LOOK_MS)
    expect(told).toHaveLength(4)
  })

  it('is not doubted as long as it answers', () => {
    const page = presence(null)
    for (let minute = 0; minute < 60; minute++) {
      clock.advance(3 * PRESENCE_LOOK_MS)
      page.heard()
    }
    expect(told).not.toContain('gone')
  })

  it('with a lock ends with the lock, and nothing is asked', () => {
    const page = presence()
    page.holdsLock('page 1')
    clock.advance(100 * PRESENCE_LOOK_MS)
    expect(told).toEqual([])
    locks.free('page 1')
    expect(told).toEqual(['gone'])
  })

  it('is asked for where there are no locks, whatever the page says', () => {
    presence(null).holdsLock('page 1')
    clock.advance(PRESENCE_LOOK_MS)
    expect(told).toEqual(['ask'])
  })

  it('leaves nothing behind', () => {
    const asked = presence()
    const locked = presence()
    locked.holdsLock('page 1')
    asked.stop()
    locked.stop()
    expect(clock.pending).toBe(0)
    expect(locks.watched.size).toBe(0)
  })
})
