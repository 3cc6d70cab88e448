import { computed, type ComputedRef } from 'vue'
import { useSettings } from '../settings/settings.js'
import { useZone } from '../settings/useZone.js'
import { formatsFor, type Formats } from './formats.js'

/** Formats of the chosen language, in the chosen style. */
export function useFormats(): ComputedRef<Formats> {
  const settings = useSettings()
  const zone = useZone()
  return computed(() =>
    formatsFor(settings.language, {
      numbers: settings.numberStyle,
      volumes: settings.volumeStyle,
      timeZone: zone.value,
    }),
  )
}
