import { splitInstrument } from '../../figures/instrument-name.js'
import { instrumentsOf, listOf, type ListBook, type NamedList } from '../../watchlists/list-book.js'
import { printEntries, readText } from '../../watchlists/list-text.js'
import type { Sort } from './rank.js'

/** What the watchlist shows: what the gateway knows, all or of one venue, or a list of the user's own. */
export type ShownList =
  | { readonly kind: 'known'; readonly venue: string | null }
  | {
      readonly kind: 'named'
      readonly list: NamedList
      /** The list came by a link and is not among the user's own yet. */
      readonly isLinked: boolean
    }

/** A list as an address tells it, so that the address shows it in a browser that never saw it. */
export interface LinkedList {
  readonly id: string
  /** Null in an address that only names the list. */
  readonly name: string | null
  /** Its entries as text, separated by commas; null when there are none, or too many for an address. */
  readonly symbols: string | null
}

/** The order of a list that has none of its own. */
export const NAME_ORDER: Sort = { column: 'symbol', isDescending: false }

/** Longer addresses are cut or refused on their way through chats and proxies. */
const MAX_SYMBOLS_LENGTH = 1500

export function toLinked({ id, name, entries }: NamedList): LinkedList {
  const symbols = printEntries(entries, ',')
  return { id, name, symbols: symbols === '' || symbols.length > MAX_SYMBOLS_LENGTH ? null : symbols }
}

/** The list of an address: the user's own of that name, else the one that the address brings along; null when it brings none. */
export function findShown(book: ListBook, asked: LinkedList | null, venue: string | null): ShownList | null {
  if (asked === null) return { kind: 'known', venue }
  const own = listOf(book, asked.id)
  if (own !== null) return { kind: 'named', list: own, isLinked: false }
  if (asked.name === null || asked.symbols === null) return null
  const { withUnknown } = readText(asked.symbols, [], (number) => `s${String(number)}`)
  return { kind: 'named', list: { id: asked.id, name: asked.name, entries: withUnknown }, isLinked: true }
}

export function isSameShown(a: ShownList | null, b: ShownList | null): boolean {
  if (a?.kind === 'known') return b?.kind === 'known' && a.venue === b.venue
  if (a === null || b?.kind !== 'named') return a === b
  // One that came by a link is read anew from its text each time.
  return a.isLinked === b.isLinked && (a.list === b.list || JSON.stringify(a.list) === JSON.stringify(b.list))
}

/** The instruments of a list, collapsed sections too, out of those that are known. */
export const shownInstruments = (shown: ShownList, known: readonly string[]): readonly string[] =>
  shown.kind === 'named'
    ? instrumentsOf(shown.list.entries)
    : shown.venue === null
      ? known
      : known.filter((instrument) => splitInstrument(instrument).venue === shown.venue)

/** A connection carries 500 topics unless configured; charts, tape and search need some of them. */
export const MOST_WATCHED = 440

/** The instruments to subscribe to: all of a usual list; of a very long one those on screen, and then from its beginning as many as fit. */
export function watchedInstruments(
  instruments: readonly string[],
  onScreen: ReadonlySet<string>,
  most = MOST_WATCHED,
): readonly string[] {
  if (instruments.length <= most) return instruments
  const others = instruments.filter((instrument) => !onScreen.has(instrument))
  return [...onScreen, ...others.slice(0, Math.max(0, most - onScreen.size))]
}
