import { computed, inject, provide, type ComputedRef, type InjectionKey } from 'vue'
import type { LocationQuery } from 'vue-router'
import { useInstrumentList } from '../instruments/instrument-list.js'
import { openingInstrument } from '../views/opening-instrument.js'
import { chosenInstrument, pickInstruments } from './layout/instrument-choice.js'

interface BoardContext {
  instrument(choice: string): string | null
}

const contextKey: InjectionKey<BoardContext> = Symbol('board')

/**
 * Tells all panels below what the board is about: the instrument that the address asks for, else a well-known one, and the instruments of
 * numbered places (`?tiles=a,b`). Answers the board's own instrument; null while none is known.
 */
export function provideBoardContext(query: () => LocationQuery): ComputedRef<string | null> {
  const { instruments } = useInstrumentList()
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
  const own = computed(() => text(query()['instrument']) ?? openingInstrument(instruments.value))
  const picks = computed(() => pickInstruments(text(query()['tiles']), instruments.value))
  provide(contextKey, { instrument: (choice) => chosenInstrument(choice, own.value, picks.value) })
  return own
}

/** The instrument that a panel's choice means on its board; null while it is not known. */
export function useChosenInstrument(choice: () => string): ComputedRef<string | null> {
  const context = inject(contextKey, null)
  if (context === null) throw new Error('No board: call provideBoardContext() in a component above')
  return computed(() => context.instrument(choice()))
}
