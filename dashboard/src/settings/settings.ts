import { defineStore } from 'pinia'
import { useMediaQuery } from '@vueuse/core'
import { computed, ref, watch } from 'vue'
import { keep, readKept } from '../composables/kept-text.js'
import {
  NO_PREFERENCES,
  readAddress,
  readPreferences,
  speakableLanguage,
  themeFor,
  usualDirection,
  type Preferences,
} from './preferences.js'

const STORAGE_KEY = 'tickwall.preferences'

/** The user's choices: what the address says goes before what an earlier visit stored, and only choices made by hand are stored. */
export const useSettings = defineStore('settings', () => {
  const stored = ref<Preferences>(readPreferences(readKept(STORAGE_KEY)))
  const asked = ref(readAddress(window.location.search))

  const languageChoice = computed(() => asked.value.language ?? stored.value.language)
  const language = computed(() => languageChoice.value ?? speakableLanguage(navigator.languages))
  const directionChoice = computed(() => asked.value.direction ?? stored.value.direction)
  const direction = computed(() => directionChoice.value ?? usualDirection(language.value))
  const prefersLight = useMediaQuery('(prefers-color-scheme: light)')
  const prefersContrast = useMediaQuery('(prefers-contrast: more)')
  const prefersStillness = useMediaQuery('(prefers-reduced-motion: reduce)')
  /** The device paints in few colours of its own; what is drawn on a canvas has to ask for them. */
  const hasForcedColors = useMediaQuery('(forced-colors: active)')
  const themeChoice = computed(() => asked.value.theme ?? stored.value.theme)
  /** The picture shown: never `system`. */
  const theme = computed(() =>
    themeFor(themeChoice.value, { prefersLight: prefersLight.value, prefersContrast: prefersContrast.value }),
  )
  const numberStyle = computed(() => stored.value.numberStyle)
  const volumeStyle = computed(() => stored.value.volumeStyle)
  const timeZone = computed(() => stored.value.timeZone)
  const motion = computed(() => stored.value.motion)
  /** Whether things may move: the choice, else what the device asks for. */
  const isMoving = computed(() => (motion.value === 'system' ? !prefersStillness.value : motion.value === 'full'))
  const sound = computed(() => stored.value.sound)
  const columns = computed(() => stored.value.columns)
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

  /** Forgets every choice, also those of the address. */
  function reset(): void {
    stored.value = NO_PREFERENCES
    asked.value = { language: null, direction: null, theme: null }
  }

  watch(stored, (chosen) => keep(STORAGE_KEY, JSON.stringify(chosen)))

  return {
    language,
    languageChoice,
    direction,
    directionChoice,
    theme,
    themeChoice,
    hasForcedColors,
    numberStyle,
    volumeStyle,
    timeZone,
    motion,
    isMoving,
    sound,
    columns,
    listPx,
    choose,
    reset,
    /** All choices as they are stored. */
    read: (): Preferences => stored.value,
  }
})
