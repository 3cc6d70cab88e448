import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ReceivedState } from './received-state.js'
import type { SnapshotPart } from './message.js'
import type { BarsState, Changes, MetricItem, TradeItem } from './state.js'

const FIELDS = ['last', 'bid', 'ask', 'high', 'volume'] as const

/** One record of a made-up log: what it sets, removes, or puts into the list. */
interface Step {
  readonly set?: { readonly field: string; readonly value: string | null }
  readonly item?: { readonly identity: number; readonly value: number }
}
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    set: fc.record({
      field: fc.constantFrom(...FIELDS),
      value: fc.option(
        fc.nat().map((n) => String(n)),
        { freq: 5 },
      ),
    }),
  }),
  // Few identities, so that items are replaced, come late, and fall out of the ring.
  fc.record({ item: fc.record({ identity: fc.nat({ max: 30 }), value: fc.nat({ max: 9 }) }) }),
)

/** A sender by INV3, written apart from the receiver: a value and a version for each field and item. */
class Sender {
  readonly #size = 7
  readonly #fields = new Map<string, { value: string | null; version: number }>()
  #items: { identity: number; value: number; version: number }[] = []
  #offset = -1

  fold({ set, item }: Step): void {
    this.#offset += 1
    if (set) this.#fields.set(set.field, { value: set.value, version: this.#offset })
    if (!item) return
    const others = this.#items.filter(({ identity }) => identity !== item.identity)
    this.#items = [...others, { ...item, version: this.#offset }]
      .sort((a, b) => a.identity - b.identity)
      .slice(-this.#size)
  }

  get offset(): number {
    return this.#offset
  }

  changesSince(offset: number): Changes {
    const fields = [...this.#fields].filter(([, { version }]) => version > offset)
    const items = this.#items.filter(({ version }) => version > offset)
    return {
      ...Object.fromEntries(fields.map(([field, { value }]) => [field, value])),
      ...(items.length === 0 ? {} : { items: items.map(({ identity, value }) => [identity, value]) }),
    }
  }

  snapshot(): Pick<SnapshotPart, 'epoch' | 'offset' | 'state'> {
    const present = Object.entries(this.changesSince(-1)).filter(([, value]) => value !== null)
    const state = { items: [], ...Object.fromEntries(present), size: this.#size }
    return { epoch: 'e', offset: this.#offset, state: state as BarsState }
  }
}

describe('a receiver', () => {
  it('[LST4] ends with the same state for any chunks of any history, overlapping and repeated', () => {
    const history = fc.array(step, { minLength: 1, maxLength: 120 })
    // After how many records the next delta is made, how far it reaches back beyond what is held, how often it comes.
    const chunk = fc.record({
      records: fc.nat({ max: 15 }),
      overlap: fc.nat({ max: 20 }),
      times: fc.integer({ min: 1, max: 2 }),
    })
    fc.assert(
      fc.property(history, fc.array(chunk, { minLength: 1 }), fc.nat({ max: 40 }), (steps, chunks, joinedAt) => {
        const sender = new Sender()
        const receiver = new ReceivedState('bars')
        steps.slice(0, joinedAt).forEach((record) => {
          sender.fold(record)
        })
        receiver.applySnapshot(sender.snapshot())
        let at = Math.min(joinedAt, steps.length)
        for (let i = 0; at < steps.length; i++) {
          const { records, overlap, times } = chunks[i % chunks.length]!
          const next = Math.min(at + Math.max(records, i % 3), steps.length)
          steps.slice(at, next).forEach((record) => {
            sender.fold(record)
          })
          at = next
          const changes = sender.changesSince(Math.max(receiver.offset - overlap, -1))
          for (let time = 0; time < times; time++) receiver.applyChanges(sender.offset, structuredClone(changes))
        }
        const atOnce = new ReceivedState('bars')
        atOnce.applySnapshot(sender.snapshot())
        expect({ ...receiver.state }).toEqual({ ...atOnce.state })
        expect(receiver.offset).toBe(sender.offset)
      }),
      { numRuns: 500 },
    )
  })

  it('[FRM5] takes over absolute values and drops what ceased to exist', () => {
    const receiver = new ReceivedState('quote')
    receiver.applySnapshot({ epoch: 'e', offset: 3, state: { last: '1.0', bid: '0.9', partial: true } })
    receiver.applyChanges(5, { last: '1.10', decimals: { price: 2, size: 0 }, partial: null })
    expect({ ...receiver.state }).toEqual({ last: '1.10', bid: '0.9', decimals: { price: 2, size: 0 } })
    expect(receiver.state).not.toHaveProperty('partial')
    expect(receiver.offset).toBe(5)
  })

  it('[FRM6] changes nothing for a delta that ends before what is held', () => {
    const receiver = new ReceivedState('quote')
    receiver.applySnapshot({ epoch: 'e', offset: 9, state: { last: '9' } })
    receiver.applyChanges(7, { last: '7' })
    expect([receiver.offset, receiver.state.last]).toEqual([9, '9'])
    receiver.applyChanges(9, { last: '9' })
    expect([receiver.offset, receiver.state.last]).toEqual([9, '9'])
  })

  it('[POS6] lets a snapshot replace everything, also one of another epoch and a lower offset', () => {
    const receiver = new ReceivedState('trades')
    const item = (offset: number): TradeItem => [offset, 1, '1', '1', 'buy', null]
    receiver.applySnapshot({ epoch: 'e', offset: 9, state: { items: [item(8), item(9)], size: 200 } })
    receiver.applyChanges(12, { items: [item(12)], lost: 2 })
    receiver.applySnapshot({ epoch: 'f', offset: 0, state: { items: [item(0)], size: 50 } })
    expect({ ...receiver.state }).toEqual({ items: [item(0)], size: 50 })
    expect([receiver.epoch, receiver.offset, receiver.lost]).toEqual(['f', 0, 0])
  })

  it('[SUB4] holds nothing after the snapshot of a topic without records', () => {
    const receiver = new ReceivedState('trades')
    receiver.applySnapshot({ epoch: '', offset: -1, state: {} })
    expect([receiver.epoch, receiver.offset, { ...receiver.state }]).toEqual(['', -1, {}])
  })

  it('[LST1] replaces equal identities, inserts the others in order, then cuts', () => {
    const receiver = new ReceivedState('metric')
    const points = (): readonly number[] => (receiver.state.items ?? []).map(([second]) => second)
    const point = (second: number, avg = 0): MetricItem => [second, avg, avg, avg]
    receiver.applySnapshot({ epoch: 'e', offset: 1, state: { items: [point(2), point(4)], size: 3 } })
    receiver.applyChanges(2, { items: [point(3), point(4, 9)] })
    expect(receiver.state.items).toEqual([point(2), point(3), point(4, 9)])
    receiver.applyChanges(3, { items: [point(1), point(5), point(6)] })
    expect(points()).toEqual([4, 5, 6])
    receiver.applyChanges(4, { items: [point(7)], size: 5 })
    expect(points()).toEqual([4, 5, 6, 7])
    receiver.applyChanges(5, { items: [point(8)], size: 2 })
    expect(points()).toEqual([7, 8])
  })

  it('[LST1] cuts to the ring of its kind when nobody said a size', () => {
    const receiver = new ReceivedState('trades')
    receiver.applyChanges(999, { items: Array.from({ length: 1000 }, (_, i) => [i, 1, '1', '1', null, null]) })
    expect(receiver.state.items?.length).toBe(200)
    expect(receiver.state.items?.[0]?.[0]).toBe(800)
  })

  it('[LST3] adds up what was lost, and never shows it as state', () => {
    const receiver = new ReceivedState('trades')
    receiver.applySnapshot({ epoch: 'e', offset: 1, state: { items: [], size: 200 } })
    receiver.applyChanges(500, { items: [], lost: 3 })
    receiver.applyChanges(900, { items: [], lost: 4 })
    expect(receiver.lost).toBe(7)
    expect(receiver.state).not.toHaveProperty('lost')
  })

  it('[MSG3] holds a field called __proto__ as a field, and skips items without an identity', () => {
    const receiver = new ReceivedState('bars')
    receiver.applyChanges(1, JSON.parse('{"__proto__":{"polluted":1},"items":[null,[],["x"],{"0":1},[60000,"1"]]}'))
    expect(Object.keys(receiver.state)).toEqual(['__proto__', 'items'])
    expect(receiver.state.items).toEqual([[60000, '1']])
    expect({}).not.toHaveProperty('polluted')
  })

  it('does not change what it was given', () => {
    const receiver = new ReceivedState('trades')
    const items: readonly TradeItem[] = Object.freeze([[1, 1, '1', '1', null, null] as const])
    receiver.applySnapshot({ epoch: 'e', offset: 1, state: Object.freeze({ items, size: 1 }) })
    receiver.applyChanges(2, Object.freeze({ items: Object.freeze([[2, 1, '1', '1', null, null]]) }))
    expect(items.length).toBe(1)
    expect(receiver.state.items?.[0]?.[0]).toBe(2)
  })
})
