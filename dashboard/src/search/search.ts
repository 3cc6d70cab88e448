import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** A list of the user's that found instruments can be put into and taken out of. */
export interface ListTarget {
  readonly name: string
  has(instrument: string): boolean
  toggle(instrument: string): void
}

export interface OpenSearch {
  readonly text: string
  /** What is found is added to the target, one after the other, and not opened. */
  readonly isAdding: boolean
}

/** The page's one symbol search. */
export const useSearch = defineStore('search', () => {
  /** Null while it is closed. */
  const opened = shallowRef<OpenSearch | null>(null)
  /** The list in view, where one is. */
  const target = shallowRef<ListTarget | null>(null)
  return {
    opened,
    target,
    open: (text: string, isAdding = false) => {
      opened.value = { text, isAdding }
    },
    close: () => {
      opened.value = null
    },
  }
})
