import { ReceivedState, type TopicKind } from '@tickwall/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changesBetween, copyFields } from './changes-between.js'

describe('changesBetween', () => {
  it('tells fields that are new, other or gone, and no others', () => {
    expect(changesBetween({ last: '1', bid: '2', ask: '3' }, { last: '1', bid: '4', high: '5' })).toEqual({
      bid: '4',
      high: '5',
      ask: null,
    })
    expect(changesBetween({ last: '1' }, { last: '1' })).toEqual({})
  })

  it('tells of a list the items that are new or were replaced', () => {
    const first = [1, 'a']
    const second = [2, 'b']
    const replaced = [2, 'c']
    const third = [3, 'd']
    expect(changesBetween({ items: [first, second], size: 3 }, { items: [first, replaced, third], size: 3 })).toEqual({
      items: [replaced, third],
    })
    expect(changesBetween({ items: [first, second] }, { items: [second] })).toEqual({})
  })

  it('a copy is out of reach of later changes', () => {
    const state = { last: '1', items: [[1]] }
    const copy = copyFields(state)
    state.last = '2'
    state.items.push([2])
    expect(copy).toEqual({ last: '1', items: [[1]] })
  })

  const kinds = fc.constantFrom<TopicKind>('quote', 'trades')
  const text = fc.constantFrom('1', '2', '3')
  const fields = fc.record({ last: fc.option(text), bid: fc.option(text), ask: text }, { requiredKeys: [] })
  const items = fc.array(fc.tuple(fc.nat(12), text), { maxLength: 5 })

  it('applied to what was, gives what is, however the steps are gathered', () => {
    fc.assert(
      fc.property(kinds, fc.array(fc.tuple(fields, items, fc.boolean()), { maxLength: 20 }), (kind, steps) => {
        const source = new ReceivedState(kind)
        const page = new ReceivedState(kind)
        const isList = kind !== 'quote'
        source.applySnapshot({ epoch: 'e', offset: 0, state: isList ? { items: [], size: 4 } : {} })
        let told = copyFields(source.state)
        page.applySnapshot({ epoch: 'e', offset: 0, state: told as never })
        for (const [i, [changes, list, isPulled]] of steps.entries()) {
          source.applyChanges(i + 1, isList ? { items: list } : changes)
          if (!isPulled && i < steps.length - 1) continue
          page.applyChanges(i + 1, structuredClone(changesBetween(told, source.state)))
          told = copyFields(source.state)
          expect({ ...page.state }).toEqual({ ...source.state })
        }
      }),
    )
  })
})
