import type { BarInterval } from '@tickwall/protocol'
import { computed } from 'vue'
import type { SessionFacts } from '../../charts/indicators/overlay.js'
import { sessionOffset } from '../../charts/session-days.js'
import { useBarHistory } from '../../charts/useBarHistory.js'
import { useFreshness } from '../../composables/useFreshness.js'
import { useTopic } from '../../composables/useTopic.js'
import { barsTopic, quoteTopic } from '../../figures/topics.js'
import { useFormats } from '../../figures/useFormats.js'
import { axisWidth } from './axis-width.js'

/** Bars are painted at most four times a second; asking for more would be thrown away. */
const BARS_HZ = 5
const QUOTE_HZ = 10
/** Most decimals that a number can be printed with. */
const MOST_PLACES = 20

/** Everything a chart shows of the market: bars with their history, the last price, the session, and how fresh they are. */
export function useChartData(subject: () => { readonly instrument: string; readonly interval: BarInterval }) {
  const formats = useFormats()
  const view = useTopic<'bars'>(() => barsTopic(subject().instrument, subject().interval), BARS_HZ)
  const quote = useTopic<'quote'>(() => quoteTopic(subject().instrument), QUOTE_HZ)
  const { held, loadEarlier } = useBarHistory(subject, view)

  const places = computed(() => quote.value?.places.price ?? view.value?.places.price ?? 2)
  const lastText = computed(() => quote.value?.state.last ?? held.value.items.at(-1)?.[4])
  const session = computed((): SessionFacts => {
    const { session: startMs, volume, turnover } = quote.value?.state ?? {}
    const isTold = startMs !== undefined && volume !== undefined && turnover !== undefined
    return {
      offsetMs: sessionOffset(startMs),
      totals: isTold ? { startMs, volume: Number(volume), turnover: Number(turnover) } : null,
    }
  })
  const last = computed(() =>
    lastText.value === undefined
      ? null
      : { value: Number(lastText.value), text: formats.value.price(lastText.value, places.value) },
  )
  return {
    view,
    held,
    loadEarlier,
    freshness: useFreshness(() => quote.value),
    places,
    session,
    last,
    /** A price of the picture in the instrument's own places. */
    printPrice: computed(() => {
      const { price } = formats.value
      const shown = places.value
      return (value: number) => price(value.toFixed(Math.min(shown, MOST_PLACES)), shown)
    }),
    axisPx: computed(() => axisWidth(last.value?.text ?? '')),
  }
}
