import { inject, provide, shallowRef, type InjectionKey, type ShallowRef } from 'vue'

/** A moment pointed at in one of several charts; the others mark the same moment. */
export interface Crosshair {
  readonly timeMs: number
  /** Which chart points. */
  readonly by: symbol
}

const key: InjectionKey<ShallowRef<Crosshair | null>> = Symbol('crosshair')

/** Lets all charts below share one crosshair, by time: bars of any length, at any zoom. */
export function provideCrosshair(): void {
  provide(key, shallowRef<Crosshair | null>(null))
}

/** The crosshair shared with the charts beside this one; its own where none is shared. */
export const useCrosshair = (): ShallowRef<Crosshair | null> =>
  inject(key, () => shallowRef<Crosshair | null>(null), true)
