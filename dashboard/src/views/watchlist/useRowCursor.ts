import { computed, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { instrumentKey } from '../../watchlists/list-book.js'
import { nearestStop, stepFrom } from './grid-key.js'
import { itemKey, type RowItem } from './rank.js'

/** The one line of the table that the keyboard acts on. */
export interface RowCursor {
  readonly key: Readonly<Ref<string | null>>
  /** -1 while there is none. */
  readonly index: ComputedRef<number>
  readonly item: ComputedRef<RowItem | null>
  goTo(item: RowItem): void
  /** The line so many stops away, to which the cursor has gone; null in an empty list. */
  step(by: number): RowItem | null
}

/**
 * The cursor follows what is selected, and each time `list` changes begins there; a line that goes away hands it to the one that takes its
 * place.
 */
export function useRowCursor(
  items: () => readonly RowItem[],
  selected: () => string | null,
  list: () => string,
): RowCursor {
  const key = shallowRef<string | null>(null)
  let lastIndex = 0
  const index = computed(() => items().findIndex((item) => itemKey(item) === key.value))

  watch(
    [selected, list],
    ([instrument], [, previousList]) => {
      if (previousList !== undefined && list() !== previousList) lastIndex = 0
      key.value = instrument === null ? null : instrumentKey(instrument)
    },
    { immediate: true },
  )
  watch(
    [items, key],
    () => {
      if (index.value >= 0) {
        lastIndex = index.value
        return
      }
      const next = items()[nearestStop(items(), Math.min(lastIndex, items().length - 1))]
      if (next !== undefined) key.value = itemKey(next)
    },
    { immediate: true },
  )

  const goTo = (item: RowItem) => {
    key.value = itemKey(item)
  }
  return {
    key,
    index,
    item: computed(() => items()[index.value] ?? null),
    goTo,
    step: (by) => {
      const item = items()[stepFrom(items(), index.value, by)]
      if (item === undefined) return null
      goTo(item)
      return item
    },
  }
}
