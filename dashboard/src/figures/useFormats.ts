import { storeToRefs } from 'pinia'
import { computed, type ComputedRef } from 'vue'
import { useSettings } from '../settings/settings.js'
import { formatsFor, type Formats } from './formats.js'

/** Formats of the chosen language. */
export function useFormats(): ComputedRef<Formats> {
  const { language } = storeToRefs(useSettings())
  return computed(() => formatsFor(language.value))
}
