import type { BarItem } from '@tickwall/protocol'
import { afterEach, expect, it, vi } from 'vitest'
import { effectScope, ref, shallowRef } from 'vue'
import type { TopicView } from '../market/topic-view.js'
import { useBarHistory } from './useBarHistory.js'

const bars = (from: number, to: number): BarItem[] =>
  Array.from({ length: to - from }, (_, index) => [from + index, '1', '1', '1', '1', '1', 1])
/** What a view tells that the history looks at. */
const viewOf = (items: readonly BarItem[], told: Partial<TopicView<'bars'>> = {}) =>
  ({
    topic: 'bars/usdm:BTCUSDT/1m',
    kind: 'bars',
    state: { items, size: 500 },
    position: { epoch: 'e', offset: 1 },
    changedAtMs: 100,
    gapAtMs: null,
    ...told,
  }) as TopicView<'bars'>

const scope = effectScope()
function made() {
  const interval = ref<'1m' | '5m'>('1m')
  const view = shallowRef<TopicView<'bars'> | null>(null)
  const history = scope.run(() =>
    useBarHistory(() => ({ instrument: 'usdm:BTCUSDT', interval: interval.value }), view),
  )!
  return { interval, view, ...history, times: () => history.held.value.items.map(([openTime]) => openTime) }
}
afterEach(() => vi.unstubAllGlobals())

it('marks the hole of a reset, from the last change before it on', () => {
  const { view, held, times } = made()
  view.value = viewOf(bars(0, 5), { changedAtMs: 120 })
  view.value = viewOf(bars(2, 6), { changedAtMs: 150, gapAtMs: 140, position: { epoch: 'f', offset: 0 } })
  expect(held.value.holes).toEqual([{ fromMs: 120, toMs: 140 }])
  expect(times()).toEqual([2, 3, 4, 5])
  view.value = viewOf(bars(3, 7), { gapAtMs: 140, position: { epoch: 'f', offset: 1 } })
  expect(held.value.holes).toHaveLength(1)
})

it('does not mark a reset that was over before the chart opened', () => {
  const { view, held } = made()
  view.value = viewOf(bars(0, 5), { gapAtMs: 50 })
  expect(held.value.holes).toEqual([])
})

it('holds nothing of the chart before: neither its view nor a page that was on its way', async () => {
  const { interval, view, held, loadEarlier, times } = made()
  let answer: (response: Response) => void = () => undefined
  vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => (answer = resolve)))
  view.value = viewOf(bars(1000, 1005))
  loadEarlier()
  expect(held.value.start).toBe('loading')
  interval.value = '5m'
  expect(held.value).toMatchObject({ items: [], start: 'open' })
  view.value = viewOf(bars(1001, 1006))
  expect(times()).toEqual([])
  view.value = viewOf(bars(7, 9), { topic: 'bars/usdm:BTCUSDT/5m' })
  // A body that is there at once: when the next task runs, the page was taken or left.
  answer({ ok: true, json: () => Promise.resolve({ epoch: 'e', items: bars(500, 1000) }) } as unknown as Response)
  await new Promise((done) => setTimeout(done))
  expect(times()).toEqual([7, 8])
  expect(held.value.start).toBe('open')
})

it('puts a page in front when it comes, and asks once', async () => {
  const { view, held, loadEarlier, times } = made()
  const get = vi.fn(() => Promise.resolve(new Response(JSON.stringify({ epoch: 'e', items: bars(990, 1000) }))))
  vi.stubGlobal('fetch', get)
  view.value = viewOf(bars(1000, 1002))
  loadEarlier()
  loadEarlier()
  await vi.waitFor(() => expect(held.value.start).toBe('first'))
  expect(times()).toEqual(bars(990, 1002).map(([openTime]) => openTime))
  expect(get).toHaveBeenCalledTimes(1)
})
