import { describe, expect, it } from 'vitest'
import { frameHead } from '../../protocol/src/frame-head.ts'
import { heldPositions } from './held-positions.ts'
import { HeldTopics } from './held-topics.ts'

const A = 'quote/x:A'
const B = 'quote/x:B'

describe('HeldTopics', () => {
  const granted = (topic: string, ref: number) => ({ topic, ref, hz: 2, start: 'snapshot' as const })
  const snapshot = (ref: number, offset: number) =>
    `${frameHead(7, null, 1, 1)},"snapshots":[{"ref":${ref},"epoch":"e1","offset":${offset},"state":{"last":"1"}}]}`
  const delta = (ref: number, offset: number) => `${frameHead(8, 7, 1, 1)},"deltas":[[${ref},${offset},{"last":"2"}]]}`

  function asked(...topics: [string, number][]) {
    let broken = 0
    const held = new HeldTopics(heldPositions, () => void broken++)
    held.asked()
    held.granted(topics.map(([topic, ref]) => granted(topic, ref)))
    return { held, broken: () => broken }
  }

  it('have begun once each has had its first part', () => {
    const { held } = asked([A, 1], [B, 2])
    held.take(snapshot(1, 10))
    expect(held.hasBegun).toBe(false)
    held.take(snapshot(2, 10))
    expect(held.hasBegun).toBe(true)
    expect(held.positions([A, B])).toEqual({ [A]: ['e1', 10], [B]: ['e1', 10] })
  })

  it('have not begun before what was asked for is answered, whatever comes of others meanwhile', () => {
    const { held } = asked([A, 1])
    held.take(snapshot(1, 10))
    held.asked()
    held.take(delta(1, 11))
    expect(held.hasBegun).toBe(false)
    held.granted([granted(B, 2)])
    held.take(delta(1, 12))
    expect(held.hasBegun).toBe(false)
    held.take(snapshot(2, 12))
    expect(held.hasBegun).toBe(true)
  })

  it('expect nothing more of a connection that is gone', () => {
    const { held } = asked([A, 1])
    held.asked()
    held.reconnected()
    held.asked()
    held.granted([granted(A, 5)])
    held.take(snapshot(5, 10))
    expect(held.hasBegun).toBe(true)
  })

  it('tell of a part that goes back, or is of nothing that was granted', () => {
    const { held, broken } = asked([A, 1])
    held.take(snapshot(1, 10))
    held.take(delta(1, 9))
    held.take(delta(3, 11))
    expect(broken()).toBe(2)
  })

  it('know nothing once they forget', () => {
    const { held } = asked([A, 1])
    held.take(snapshot(1, 10))
    held.forget()
    expect(held.positions([A])).toEqual({})
  })
})
