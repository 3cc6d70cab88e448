import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { splitInstrument } from '../figures/instrument-name.js'
import { useInstrumentList } from '../instruments/instrument-list.js'
import type { PageCommand } from '../keys/page-command.js'
import { carriedQuery } from './carried-query.js'

/** Every instrument as a command that opens it. */
export function useSymbolCommands(): ComputedRef<PageCommand[]> {
  const { instruments } = useInstrumentList()
  const route = useRoute()
  const router = useRouter()
  return computed(() =>
    instruments.value.map((instrument): PageCommand => {
      const { venue, symbol } = splitInstrument(instrument)
      return {
        id: `symbol.${instrument}`,
        group: 'symbol',
        text: symbol,
        detail: venue,
        also: instrument,
        run: () => {
          const kept = route.name === 'trade' ? route.query : carriedQuery(route.query)
          void router.push({ name: 'trade', query: { ...kept, instrument } })
        },
      }
    }),
  )
}
