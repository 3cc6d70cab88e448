import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick, ref, shallowRef } from 'vue'
import { Context } from '../../../test/with-context.js'
import { useQuotes } from '../../composables/useQuotes.js'
import type { RowItem, Sort } from './rank.js'
import { RANK_INTERVAL_MS } from './rank-clock.js'
import { shownInstruments, type ShownList } from './shown-list.js'
import { useRanking } from './useRanking.js'

const NAMES = ['usdm:A', 'usdm:B', 'spot:C']
const topicOf = (name: string) => `quote/${encodeURIComponent(name).replace('%3A', ':')}`
const namesOf = (items: readonly RowItem[]) =>
  items.map((item) =>
    item.kind === 'row' ? item.instrument : item.kind === 'venue' ? item.venue : `[${item.section.name}]`,
  )

function ranked(column: Sort['column'] = 'last', isDescending = true) {
  const context = new Context()
  const instruments = ref<readonly string[]>(NAMES)
  const sort = ref<Sort | null>({ column, isDescending })
  const shown = shallowRef<ShownList>({ kind: 'known', venue: null })
  const ranking = context.run(() => {
    const quotes = useQuotes(() => instruments.value.map(topicOf))
    return useRanking(
      () => shownInstruments(shown.value, instruments.value),
      quotes,
      () => sort.value,
      () => shown.value,
    )
  })
  const tell = (lasts: Record<string, string>, more: object = {}) =>
    context.link.tells(
      Object.fromEntries(Object.entries(lasts).map(([name, last]) => [topicOf(name), { last, ...more }])),
    )
  /** The clock of the page ticks once a second. */
  const pass = async (ms: number) => {
    context.link.nowMs += ms
    await vi.advanceTimersByTimeAsync(ms)
    await nextTick()
  }
  return { context, ranking, instruments, sort, shown, tell, pass, order: () => namesOf(ranking.items.value) }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('useRanking', () => {
  it('orders once a second, not with each price', async () => {
    const { tell, pass, order } = ranked()
    tell({ 'usdm:A': '1', 'usdm:B': '2', 'spot:C': '3' })
    await pass(RANK_INTERVAL_MS)
    expect(order()).toEqual(['spot:C', 'usdm:B', 'usdm:A'])
    tell({ 'usdm:A': '9' })
    await nextTick()
    expect(order()).toEqual(['spot:C', 'usdm:B', 'usdm:A'])
    await pass(RANK_INTERVAL_MS)
    expect(order()).toEqual(['usdm:A', 'spot:C', 'usdm:B'])
  })

  it('hands on no new list when the order is the same', async () => {
    const { tell, pass, ranking } = ranked()
    tell({ 'usdm:A': '1', 'usdm:B': '2', 'spot:C': '3' })
    await pass(RANK_INTERVAL_MS)
    const before = ranking.items.value
    tell({ 'usdm:A': '1.5' })
    await pass(3 * RANK_INTERVAL_MS)
    expect(ranking.items.value).toBe(before)
  })

  it('moves nothing under the pointer, and makes up for it when the pointer leaves', async () => {
    const { tell, pass, order, ranking } = ranked()
    tell({ 'usdm:A': '1', 'usdm:B': '2', 'spot:C': '3' })
    await pass(RANK_INTERVAL_MS)
    ranking.isPointerInside.value = true
    tell({ 'usdm:A': '9' })
    await pass(5 * RANK_INTERVAL_MS)
    expect(order()).toEqual(['spot:C', 'usdm:B', 'usdm:A'])
    ranking.isPointerInside.value = false
    await nextTick()
    expect(order()).toEqual(['usdm:A', 'spot:C', 'usdm:B'])
  })

  it('answers another order, list or venue at once, under the pointer too', async () => {
    const { tell, pass, order, ranking, sort, shown, instruments } = ranked()
    tell({ 'usdm:A': '1', 'usdm:B': '2', 'spot:C': '3' })
    await pass(RANK_INTERVAL_MS)
    ranking.isPointerInside.value = true
    sort.value = { column: 'last', isDescending: false }
    await nextTick()
    expect(order()).toEqual(['usdm:A', 'usdm:B', 'spot:C'])
    shown.value = { kind: 'known', venue: 'usdm' }
    await nextTick()
    expect(order()).toEqual(['usdm:A', 'usdm:B'])
    instruments.value = ['usdm:B']
    await nextTick()
    expect(order()).toEqual(['usdm:B'])
  })

  it('has headings by name, none by a figure or within one venue', async () => {
    const { order, ranking, sort, shown } = ranked('symbol', false)
    expect(ranking.isGrouped.value).toBe(true)
    expect(order()).toEqual(['spot', 'spot:C', 'usdm', 'usdm:A', 'usdm:B'])
    shown.value = { kind: 'known', venue: 'spot' }
    await nextTick()
    expect(order()).toEqual(['spot:C'])
    shown.value = { kind: 'known', venue: null }
    sort.value = { column: 'last', isDescending: false }
    await nextTick()
    expect(order()).not.toContain('spot')
  })

  it('shows a list of the user in its own order at once, and sorted within its sections', async () => {
    const { tell, pass, order, ranking, sort, shown } = ranked()
    tell({ 'usdm:A': '1', 'usdm:B': '2', 'spot:C': '3' })
    ranking.isPointerInside.value = true
    const row = (instrument: string) => ({ kind: 'instrument' as const, instrument })
    const section = { kind: 'section' as const, id: 's', name: 'S', isCollapsed: false }
    const list = { id: 'l', name: 'L', entries: [row('usdm:B'), section, row('usdm:A'), row('spot:C'), row('new:D')] }
    sort.value = null
    shown.value = { kind: 'named', list, isLinked: false }
    await nextTick()
    expect(order()).toEqual(['usdm:B', '[S]', 'usdm:A', 'spot:C', 'new:D'])
    expect(ranking.isGrouped.value).toBe(false)
    sort.value = { column: 'last', isDescending: true }
    await nextTick()
    expect(order()).toEqual(['usdm:B', '[S]', 'spot:C', 'usdm:A', 'new:D'])
    const entries = list.entries.map((entry) => (entry === section ? { ...section, isCollapsed: true } : entry))
    shown.value = { kind: 'named', list: { ...list, entries }, isLinked: false }
    await nextTick()
    expect(order()).toEqual(['usdm:B', '[S]'])
    await pass(RANK_INTERVAL_MS)
    expect(ranking.breadth.value.total).toBe(4)
  })

  it('lists instruments without a venue by the empty one', async () => {
    const { order, shown, instruments } = ranked('symbol', false)
    instruments.value = [...NAMES, 'PLAIN']
    shown.value = { kind: 'known', venue: '' }
    await nextTick()
    expect(order()).toEqual(['PLAIN'])
  })

  it('counts what rises and falls, under the pointer too', async () => {
    const { tell, pass, ranking } = ranked()
    ranking.isPointerInside.value = true
    tell({ 'usdm:A': '1', 'usdm:B': '3' }, { prevClose: '2' })
    await pass(RANK_INTERVAL_MS)
    expect(ranking.breadth.value).toEqual({ total: 3, up: 1, down: 1, flat: 0 })
    tell({ 'usdm:B': '2' }, { prevClose: '2' })
    await pass(RANK_INTERVAL_MS)
    expect(ranking.breadth.value).toEqual({ total: 3, up: 0, down: 1, flat: 1 })
  })

  it('knows the newest quote, and none before the first', async () => {
    const { tell, pass, ranking } = ranked()
    tell({ 'usdm:B': '2' }, { tickAt: 2000 })
    tell({ 'usdm:A': '1' }, { tickAt: 1000 })
    await pass(RANK_INTERVAL_MS)
    expect(ranking.newest.value?.topic).toBe(topicOf('usdm:B'))
    tell({ 'usdm:A': '1' }, { tickAt: 3000 })
    await pass(RANK_INTERVAL_MS)
    expect(ranking.newest.value?.topic).toBe(topicOf('usdm:A'))
  })

  it('ranks by age against the clock of the server', async () => {
    const { context, tell, pass, order } = ranked('age', true)
    tell({ 'usdm:A': '1' }, { tickAt: context.link.nowMs - 9000 })
    tell({ 'usdm:B': '1' }, { tickAt: context.link.nowMs - 1000 })
    await pass(RANK_INTERVAL_MS)
    expect(order()).toEqual(['usdm:A', 'usdm:B', 'spot:C'])
  })
})
