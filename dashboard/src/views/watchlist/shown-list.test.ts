import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryList } from '../../../test/watchlists/arbitrary-book.js'
import { instrumentsOf } from '../../watchlists/list-book.js'
import { findShown, isSameShown, shownInstruments, toLinked, watchedInstruments } from './shown-list.js'

const one = (instrument: string) => ({ kind: 'instrument' as const, instrument })
const list = { id: 'l', name: 'L', entries: [one('a:1')] }

describe('the shown list', () => {
  it('is the same in a browser that never saw it', () => {
    fc.assert(
      fc.property(arbitraryList, (own) => {
        fc.pre(own.name !== '' && own.entries.length > 0)
        const shown = findShown({ lists: [] }, toLinked(own), null)
        expect(shown?.kind === 'named' && [shown.isLinked, shown.list.name]).toEqual([true, own.name])
        expect(shown?.kind === 'named' && instrumentsOf(shown.list.entries)).toEqual(instrumentsOf(own.entries))
      }),
    )
  })

  it('is the own list where there is one, whatever the address brings along', () => {
    const shown = findShown({ lists: [list] }, { id: 'l', name: 'M', symbols: 'b:2' }, null)
    expect(shown).toEqual({ kind: 'named', list, isLinked: false })
  })

  it('is none when an address only names what is not here', () => {
    expect(findShown({ lists: [] }, { id: 'l', name: null, symbols: null }, null)).toBeNull()
    expect(findShown({ lists: [] }, null, 'spot')).toEqual({ kind: 'known', venue: 'spot' })
  })

  it('brings no list along that is too long for an address', () => {
    const entries = Array.from({ length: 300 }, (_, at) => one(`usdm:INSTRUMENT${String(at)}`))
    expect(toLinked({ ...list, entries })).toEqual({ id: 'l', name: 'L', symbols: null })
  })

  it('is handed on as another one only when it is', () => {
    const linked = () => findShown({ lists: [] }, toLinked(list), null)
    expect(isSameShown(linked(), linked())).toBe(true)
    expect(isSameShown(linked(), findShown({ lists: [list] }, toLinked(list), null))).toBe(false)
    expect(isSameShown({ kind: 'known', venue: null }, { kind: 'known', venue: '' })).toBe(false)
    expect([isSameShown(null, null), isSameShown(null, linked()), isSameShown(linked(), null)]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('has the known of its venue, or its own whether known or not', () => {
    const known = ['a:1', 'b:2', 'PLAIN']
    expect(shownInstruments({ kind: 'known', venue: null }, known)).toBe(known)
    expect(shownInstruments({ kind: 'known', venue: '' }, known)).toEqual(['PLAIN'])
    expect(
      shownInstruments({ kind: 'named', list: { ...list, entries: [one('x:9')] }, isLinked: false }, known),
    ).toEqual(['x:9'])
  })
})

it('of a list longer than a connection carries, what is on screen is watched before the rest', () => {
  const all = ['a', 'b', 'c', 'd', 'e']
  expect(watchedInstruments(all, new Set(['e']), 5)).toBe(all)
  expect(watchedInstruments(all, new Set(['e', 'd']), 3)).toEqual(['e', 'd', 'a'])
  expect(watchedInstruments(all, new Set(['e', 'd']), 1)).toEqual(['e', 'd'])
})
