import { useLocalStorage } from '@vueuse/core'
import { printSets, readSets, withoutSet, withSet, type ColumnSet } from './column-sets.js'

const STORAGE_KEY = 'tickwall.columnSets'

/** The user's column sets, stored and followed by all tabs of the browser. */
export function useColumnSets() {
  const sets = useLocalStorage<readonly ColumnSet[]>(STORAGE_KEY, [], {
    serializer: { read: readSets, write: printSets },
    writeDefaults: false,
    shallow: true,
    // Storage may be refused; then sets last as long as the page.
    onError: () => undefined,
  })
  return {
    sets,
    save: (set: ColumnSet) => {
      sets.value = withSet(sets.value, set)
    },
    remove: (name: string) => {
      sets.value = withoutSet(sets.value, name)
    },
  }
}
