import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { useNow } from '../../composables/useNow.js'
import type { useQuotes } from '../../composables/useQuotes.js'
import { splitInstrument } from '../../figures/instrument-name.js'
import { quoteFigures } from '../../figures/quote-figures.js'
import { quoteTopic } from '../../figures/topics.js'
import { eventAtMs } from '../../market/event-at.js'
import { newestView } from '../../market/newest-view.js'
import type { TopicView } from '../../market/topic-view.js'
import { mayRank } from './rank-clock.js'
import { arrangeEntries, itemKey, rankRows, sectionRows, type RowItem, type Sort } from './rank.js'
import { sortValue } from './cell-text.js'
import { NAME_ORDER, type ShownList } from './shown-list.js'

export interface Breadth {
  readonly total: number
  readonly up: number
  readonly down: number
  /** Those with a price that stands where it stood; the rest has none. */
  readonly flat: number
}

export interface Ranking {
  /** Rows and headings in display order; replaced at most once a second, and not at all under the pointer. */
  readonly items: Readonly<ShallowRef<readonly RowItem[]>>
  /** Over the whole list, collapsed sections too; counted once a second, under the pointer too. */
  readonly breadth: Readonly<ShallowRef<Breadth>>
  /** The listed quote with the newest event, by which the counts are judged; null before the first. */
  readonly newest: Readonly<ShallowRef<TopicView<'quote'> | null>>
  /** The pointer is over the rows. */
  readonly isPointerInside: Ref<boolean>
  readonly isGrouped: ComputedRef<boolean>
}

/** The order of the watchlist, live and yet calm. `sort` null is the list's own order. */
export function useRanking(
  instruments: () => readonly string[],
  quotes: ReturnType<typeof useQuotes>,
  sort: () => Sort | null,
  shown: () => ShownList,
): Ranking {
  const isPointerInside = ref(false)
  const items = shallowRef<readonly RowItem[]>([])
  const breadth = shallowRef<Breadth>({ total: 0, up: 0, down: 0, flat: 0 })
  const newest = shallowRef<TopicView<'quote'> | null>(null)
  const now = useNow()
  let lastRankMs = -Infinity

  const listed = computed(() =>
    instruments().map((instrument) => ({ instrument, topic: quoteTopic(instrument), ...splitInstrument(instrument) })),
  )
  // By name the venues are headings; by a figure all venues compete in one list.
  const isGrouped = computed(() => {
    const list = shown()
    return list.kind === 'known' && list.venue === null && (sort() ?? NAME_ORDER).column === 'symbol'
  })

  const measure = () => {
    const nowMs = now.value
    const { column } = sort() ?? NAME_ORDER
    let up = 0
    let down = 0
    let flat = 0
    const views: TopicView<'quote'>[] = []
    const rows = listed.value.map((row) => {
      const view = quotes.get(row.topic)
      if (view === null) return { ...row, value: NaN }
      views.push(view)
      const figures = quoteFigures(view.state)
      if (figures.direction === 'up') up++
      else if (figures.direction === 'down') down++
      else if (!Number.isNaN(figures.last)) flat++
      const at = eventAtMs(view)
      return { ...row, value: sortValue(column, view.state, figures, at === null ? null : nowMs - at) }
    })
    breadth.value = { total: rows.length, up, down, flat }
    newest.value = newestView(views)
    return rows
  }

  const rankIfMay = (isAsked: boolean) => {
    const rows = measure()
    const nowMs = performance.now()
    if (!mayRank({ nowMs, lastRankMs, isPointerInside: isPointerInside.value, isAsked })) return
    lastRankMs = nowMs
    const list = shown()
    const next =
      list.kind === 'named'
        ? arrangeEntries(list.list.entries, rows, sort(), (row) => row.value)
        : sectionRows(
            rankRows(rows, sort() ?? NAME_ORDER, (row) => row.value),
            isGrouped.value,
          )
    if (!isSameOrder(items.value, next)) items.value = next
  }

  watch([listed, sort, isGrouped, shown], () => rankIfMay(true), { immediate: true })
  watch(now, () => rankIfMay(false))
  watch(isPointerInside, () => rankIfMay(false))
  return { items, breadth, newest, isPointerInside, isGrouped }
}

/** An order that did not change is not handed on: the rows on screen stay as they are. */
const isSameOrder = (a: readonly RowItem[], b: readonly RowItem[]): boolean =>
  a.length === b.length && a.every((item, index) => isSameItem(item, b[index]))

const isSameItem = (a: RowItem, b: RowItem | undefined): boolean =>
  b !== undefined &&
  itemKey(a) === itemKey(b) &&
  (a.kind === 'row' || b.kind === 'row' || a.count === b.count) &&
  (a.kind !== 'section' || b.kind !== 'section' || a.section === b.section)
