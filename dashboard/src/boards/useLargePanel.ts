import { computed, shallowRef, type ComputedRef } from 'vue'
import { COLUMNS } from './grid/placement.js'
import type { Panel } from './layout/board.js'

/** A whole screen of rows. */
const ROWS = 24

/** One panel on the whole board for a moment: that which has the focus, else that under the pointer. */
export function useLargePanel(panels: () => readonly Panel[]): {
  /** What the board shows. */
  readonly panels: ComputedRef<readonly Panel[]>
  readonly isLarge: ComputedRef<boolean>
  toggle(): void
} {
  const largeId = shallowRef<string | null>(null)
  const large = computed(() => panels().find(({ id }) => id === largeId.value) ?? null)
  return {
    panels: computed(() => (large.value === null ? panels() : [{ ...large.value, x: 0, y: 0, w: COLUMNS, h: ROWS }])),
    isLarge: computed(() => large.value !== null),
    toggle() {
      const focused = document.activeElement?.closest<HTMLElement>('[data-panel]') ?? null
      const chosen = focused ?? document.querySelector<HTMLElement>('[data-panel]:hover')
      largeId.value = largeId.value === null ? (chosen?.dataset['panel'] ?? null) : null
    },
  }
}
