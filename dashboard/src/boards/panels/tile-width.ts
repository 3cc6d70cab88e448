import { computed, inject, onScopeDispose, provide, shallowReactive, type ComputedRef, type InjectionKey } from 'vue'

const widthsKey: InjectionKey<Map<symbol, () => number>> = Symbol('widths of tile prices')

interface Provider {
  provide<T>(key: InjectionKey<T>, value: T): unknown
}

/** From here on the prices of all tiles below agree on one size: that of the longest. Default: below the component being set up. */
export function provideTileWidths(to: Provider = { provide }): void {
  to.provide(widthsKey, shallowReactive(new Map<symbol, () => number>()))
}

/** Characters for which the price of a tile is to leave room: its own, or those of the longest beside it. */
export function useTileWidth(own: () => number): ComputedRef<number> {
  const widths = inject(widthsKey, null) ?? new Map<symbol, () => number>()
  const tile = Symbol('tile')
  widths.set(tile, own)
  onScopeDispose(() => widths.delete(tile))
  return computed(() => Math.max(own(), ...[...widths.values()].map((width) => width())))
}
