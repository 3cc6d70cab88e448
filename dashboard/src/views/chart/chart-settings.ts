import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { ChartStyle } from '../../charts/chart-style.js'
import { USUAL_INDICATORS, type Indicator } from '../../charts/indicators/indicator.js'
import type { TimeZone } from '../../settings/preferences.js'
import { useSettings } from '../../settings/settings.js'
import { NO_CHOICES, printChoices, readChoices, readStoredChoices, USUAL_STYLE } from './chart-choices.js'

const STORAGE_KEY = 'tickwall.chart'

/** How charts are drawn: what the address asks for goes before what an earlier visit stored, and only choices made by hand are stored. */
export const useChartSettings = defineStore('chart', () => {
  const settings = useSettings()
  const text = useLocalStorage<string | null>(STORAGE_KEY, null, {
    writeDefaults: false,
    // Storage may be refused altogether; then choices last as long as the page.
    onError: (refused) => console.info('choices last only as long as this page: storage is refused', refused),
  })
  const stored = computed(() => readStoredChoices(text.value))
  const asked = ref(readChoices(Object.fromEntries(new URLSearchParams(window.location.search))))

  const style = computed<ChartStyle>(() => asked.value.style ?? stored.value.style ?? USUAL_STYLE)
  const indicators = computed<readonly Indicator[]>(
    () => asked.value.indicators ?? stored.value.indicators ?? USUAL_INDICATORS,
  )
  const timeZone = computed<TimeZone>(() => asked.value.timeZone ?? settings.timeZone)

  function choose(choice: { readonly style?: ChartStyle; readonly indicators?: readonly Indicator[] }): void {
    asked.value = {
      ...asked.value,
      ...('style' in choice ? { style: null } : {}),
      ...('indicators' in choice ? { indicators: null } : {}),
    }
    text.value = JSON.stringify(printChoices({ ...stored.value, ...choice }))
  }
  function chooseZone(zone: TimeZone): void {
    settings.choose({ timeZone: zone })
    asked.value = { ...asked.value, timeZone: null }
  }
  // Chosen elsewhere, as in the settings or the palette.
  watch(
    () => settings.timeZone,
    () => {
      asked.value = { ...asked.value, timeZone: null }
    },
  )

  /** What an address has to say so that it restores the same charts; null for what is as usual. */
  const named = computed(() =>
    printChoices({
      style: asked.value.style ?? stored.value.style,
      indicators: asked.value.indicators ?? stored.value.indicators,
      timeZone: asked.value.timeZone ?? (settings.timeZone === 'local' ? null : settings.timeZone),
    }),
  )
  const reset = (): void => {
    asked.value = NO_CHOICES
    text.value = null
  }
  return { style, indicators, timeZone, named, choose, chooseZone, reset }
})
