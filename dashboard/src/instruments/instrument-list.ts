import { inject, provide, type InjectionKey } from 'vue'
import { useInstruments } from '../composables/useInstruments.js'

export type InstrumentList = ReturnType<typeof useInstruments>

const listKey: InjectionKey<InstrumentList> = Symbol('instruments')

/** Loads the list of instruments and metrics once for all components below. */
export function provideInstrumentList(): void {
  provide(listKey, useInstruments())
}

/** The page's list; throws when no component above provides it. */
export function useInstrumentList(): InstrumentList {
  const list = inject(listKey, null)
  if (list === null) throw new Error('No instrument list: call provideInstrumentList() in a component above')
  return list
}
