import { useQuotes } from '../../composables/useQuotes.js'
import { quoteTopic } from '../../figures/topics.js'
import { useInstrumentList } from '../../instruments/instrument-list.js'
import { openingInstrument } from '../opening-instrument.js'

/** So many quotes are enough to measure by, and load nothing. */
const PROBES = 20

/** A view of the link alone holds no topics, and there would be nothing to measure: it looks at a few quotes, the busiest known ones first. */
export function useProbe(): void {
  const { instruments } = useInstrumentList()
  useQuotes(() => {
    const known = openingInstrument(instruments.value)
    return [...new Set([...(known === null ? [] : [known]), ...instruments.value.slice(0, PROBES)])].map(quoteTopic)
  })
}
