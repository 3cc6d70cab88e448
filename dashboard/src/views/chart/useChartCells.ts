import type { BarInterval } from '@tickwall/protocol'
import { computed, watchEffect, type ComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'
import { writeTradeAddress } from '../trade-address.js'
import {
  activeCell,
  printCells,
  readCells,
  withCell,
  withLayout,
  type ChartCell,
  type ChartCells,
  type Layout,
} from './chart-layout.js'
import { useChartSettings } from './chart-settings.js'

/** The charts of the desk, which live in the address, and what may be done to them. */
export function useChartCells(shown: () => { readonly instrument: string; readonly interval: BarInterval }): {
  readonly desk: ComputedRef<ChartCells>
  activate(index: number): void
  change(index: number, change: Partial<ChartCell>): void
  arrange(layout: Layout): void
} {
  const route = useRoute()
  const router = useRouter()
  const settings = useChartSettings()
  const desk = computed(() => readCells(route.query['charts'], route.query['chart'], shown()))

  function go(next: ChartCells): void {
    const { instrument, interval } = activeCell(next)
    const query = writeTradeAddress(route.query, { instrument, interval })
    void router.replace({ query: without({ ...query, ...printCells(next) }) })
  }
  // What was chosen is in the address, so that a copy of it shows the same.
  watchEffect(() => {
    const { named } = settings
    const isTold = Object.entries(named).every(([name, text]) => (route.query[name] ?? null) === text)
    if (!isTold) void router.replace({ query: without({ ...route.query, ...named }) })
  })
  return {
    desk,
    activate: (active) => {
      if (active !== desk.value.active) go({ ...desk.value, active })
    },
    change: (index, change) => go(withCell(desk.value, index, change)),
    arrange: (layout) => go(withLayout(desk.value, layout)),
  }
}

const without = (query: LocationQueryRaw): LocationQueryRaw =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== null))
