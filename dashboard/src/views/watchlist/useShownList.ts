import { computed, watch, type ComputedRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useToasts } from '../../chrome/toasts.js'
import { splitInstrument } from '../../figures/instrument-name.js'
import type { NamedList } from '../../watchlists/list-book.js'
import { useWatchlists } from '../../watchlists/watchlists.js'
import type { TradeAddress } from '../trade-address.js'
import { findShown, isSameShown, shownInstruments, toLinked, type ShownList } from './shown-list.js'

const ALL: ShownList = { kind: 'known', venue: null }

/** The list that the address asks for, and what there is to choose from. The address in turn always brings the whole list along. */
export function useShownList(
  address: () => Pick<TradeAddress, 'list' | 'venue'>,
  known: Readonly<Ref<readonly string[]>>,
  go: (change: Partial<Pick<TradeAddress, 'list' | 'venue' | 'sort'>>) => void,
): {
  readonly shown: ComputedRef<ShownList>
  readonly listed: ComputedRef<readonly string[]>
  /** The user's own, and the one that came by a link while it is in view. */
  readonly lists: ComputedRef<readonly NamedList[]>
  readonly venues: ComputedRef<readonly { readonly venue: string; readonly count: number }[]>
} {
  const { t } = useI18n()
  const toasts = useToasts()
  const watchlists = useWatchlists()
  // Every step through the rows makes another address: only what is another list may be handed on as one.
  const found = computed((before?: ShownList | null): ShownList | null => {
    const now = findShown({ lists: watchlists.lists }, address().list, address().venue)
    return before !== undefined && isSameShown(before, now) ? before : now
  })
  const shown = computed((): ShownList => found.value ?? ALL)

  watch(
    found,
    (now) => {
      if (now === null) {
        toasts.show({ text: t('watchlist.notHere'), tone: 'warn' })
        go({ list: null, sort: null })
      } else if (now.kind === 'named') {
        const told = toLinked(now.list)
        const asked = address().list
        if (told.name !== asked?.name || told.symbols !== asked.symbols) go({ list: told })
      }
    },
    { immediate: true },
  )
  if (watchlists.aside !== null) {
    toasts.show({ text: t('watchlist.setAside'), tone: 'warn', forMs: 15_000 })
    watchlists.aside = null
  }

  return {
    shown,
    listed: computed(() => shownInstruments(shown.value, known.value)),
    lists: computed(() => {
      const now = shown.value
      return now.kind === 'named' && now.isLinked ? [...watchlists.lists, now.list] : watchlists.lists
    }),
    venues: computed(() => {
      const counts = new Map<string, number>()
      for (const instrument of known.value) {
        const { venue } = splitInstrument(instrument)
        counts.set(venue, (counts.get(venue) ?? 0) + 1)
      }
      return [...counts].map(([venue, count]) => ({ venue, count }))
    }),
  }
}
