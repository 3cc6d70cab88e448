import type { BarInterval } from '@tickwall/protocol'
import { computed, type ComputedRef } from 'vue'
import { venueZone } from '../../charts/venue-zone.js'
import { zoneTimesFor, type ZoneTimes } from '../../charts/zone-times.js'
import { splitInstrument } from '../../figures/instrument-name.js'
import { useSettings } from '../../settings/settings.js'
import { useChartSettings } from './chart-settings.js'

/** How a chart writes its times: in the chosen zone; days are days of UTC, as sessions are. */
export function useChartTimes(
  subject: () => { readonly instrument: string; readonly interval: BarInterval },
): ComputedRef<ZoneTimes> {
  const settings = useSettings()
  const chart = useChartSettings()
  return computed(() => {
    const { instrument, interval } = subject()
    const zones = { local: undefined, utc: 'UTC', exchange: venueZone(splitInstrument(instrument).venue) ?? 'UTC' }
    return zoneTimesFor(settings.language, interval === '1d' ? 'UTC' : zones[chart.timeZone])
  })
}
