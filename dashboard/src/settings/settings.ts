import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { readAddress, readPreferences, speakableLanguage, usualDirection, type Preferences } from './preferences.js'

const STORAGE_KEY = 'tickwall.preferences'

/** The user's choices: what the address says goes before what an earlier visit stored, and only choices made by hand are stored. */
export const useSettings = defineStore('settings', () => {
  const stored = ref<Preferences>(readPreferences(readStorage()))
  const asked = ref(readAddress(window.location.search))

  const language = computed(
    () => asked.value.language ?? stored.value.language ?? speakableLanguage(navigator.languages),
  )
  const direction = computed(() => asked.value.direction ?? stored.value.direction ?? usualDirection(language.value))
  const theme = computed(() => asked.value.theme ?? stored.value.theme ?? 'dark')
  const columns = computed(() => stored.value.columns)
  const chartStyle = computed(() => stored.value.chartStyle)
  const showsAverage = computed(() => stored.value.showsAverage)
  const listPx = computed(() => stored.value.listPx)

  /** Stores a choice; it also replaces what the address asked for under the same name. */
  function choose(choice: Partial<Preferences>): void {
    stored.value = { ...stored.value, ...choice }
    asked.value = {
      language: 'language' in choice ? null : asked.value.language,
      direction: 'direction' in choice ? null : asked.value.direction,
      theme: 'theme' in choice ? null : asked.value.theme,
    }
  }

  watch(stored, (chosen) => writeStorage(JSON.stringify(chosen)))

  return { language, direction, theme, columns, chartStyle, showsAverage, listPx, choose }
})

/** Storage may be refused altogether (private windows, policies); then choices last as long as the page. */
function readStorage(): string | null {
  try {
    return window.localStorage.getItem(STORAGE_KEY)
  } catch {
    return null
  }
}

function writeStorage(text: string): void {
  try {
    window.localStorage.setItem(STORAGE_KEY, text)
  } catch (refused) {
    console.info('choices last only as long as this page: storage is refused', refused)
  }
}
