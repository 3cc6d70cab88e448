import { computed, type ComputedRef } from 'vue'
import { useSettings } from './settings.js'

/**
 * The time zone that times are written in, as `Intl` takes it: undefined is the viewer's own. `venueZone` is the zone of the instrument's
 * venue where it is known; without one the exchange's time is UTC.
 */
export function useZone(venueZone: () => string | undefined = () => undefined): ComputedRef<string | undefined> {
  const settings = useSettings()
  return computed(() => {
    const { timeZone } = settings
    return timeZone === 'local' ? undefined : timeZone === 'utc' ? 'UTC' : (venueZone() ?? 'UTC')
  })
}
