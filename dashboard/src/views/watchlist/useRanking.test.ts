import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick, ref } from 'vue'
import { Context } from '../../../test/with-context.js'
import { useQuotes } from '../../composables/useQuotes.js'
import type { RowItem, Sort } from './rank.js'
import { RANK_INTERVAL_MS } from './rank-clock.js'
import { useRanking } from './useRanking.js'

const NAMES = ['usdm:A', 'usdm:B', 'spot:C']
const topicOf = (name: string) => `quote/${encodeURIComponent(name).replace('%3A', ':')}`
const namesOf = (items: readonly RowItem[]) => items.map((item) => (item.kind === 'row' ? item.instrument : item.venue))

function ranked(column: Sort['column'] = 'last', isDescending = true) {
  const context = new Context()
  const instruments = ref<readonly string[]>(NAMES)
  const sort = ref<Sort>({ column, isDescending })
  const venue = ref<string | null>(null)
  const ranking = context.run(() => {
    const quotes = useQuotes(() => instruments.value.map(topicOf))
    return useRanking(
      () => instruments.value,
      quotes,
      () => sort.value,
      () => venue.value,
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
  return { context, ranking, instruments, sort, venue, tell, pass, order: () => namesOf(ranking.items.value) }
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
    const { tell, pass, order, ranking, sort, venue, instruments } = ranked()
    tell({ 'usdm:A': '1', 'usdm:B': '2', 'spot:C': '3' })
    await pass(RANK_INTERVAL_MS)
    ranking.isPointerInside.value = true
    sort.value = { column: 'last', isDescending: false }
    await nextTick()
    expect(order()).toEqual(['usdm:A', 'usdm:B', 'spot:C'])
    venue.value = 'usdm'
    await nextTick()
    expect(order()).toEqual(['usdm:A', 'usdm:B'])
    instruments.value = ['usdm:B']
    await nextTick()
    expect(order()).toEqual(['usdm:B'])
  })

  it('has headings by name, none by a figure or within one venue', async () => {
    const { order, ranking, sort, venue } = ranked('symbol', false)
    expect(ranking.isGrouped.value).toBe(true)
    expect(order()).toEqual(['spot', 'spot:C', 'usdm', 'usdm:A', 'usdm:B'])
    venue.value = 'spot'
    await nextTick()
    expect(order()).toEqual(['spot:C'])
    venue.value = null
    sort.value = { column: 'last', isDescending: false }
    await nextTick()
    expect(order()).not.toContain('spot')
  })

  it('lists instruments without a venue by the empty one', async () => {
    const { order, venue, instruments } = ranked('symbol', false)
    instruments.value = [...NAMES, 'PLAIN']
    venue.value = ''
    await nextTick()
    expect(order()).toEqual(['PLAIN'])
  })

  it('counts what rises and falls, under the pointer too', async () => {
    const { tell, pass, ranking } = ranked()
    ranking.isPointerInside.value = true
    tell({ 'usdm:A': '1', 'usdm:B': '3' }, { prevClose: '2' })
    await pass(RANK_INTERVAL_MS)
    expect(ranking.breadth.value).toEqual({ total: 3, up: 1, down: 1 })
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
