import { splitInstrument } from '../figures/instrument-name.js'
import { entryKey, type Entry } from './list-book.js'
import { cleanName, SEPARATORS } from './list-name.js'

const SECTION_MARK = '###'
const needsQuotes = new RegExp(`[${SEPARATORS}"]|^\\s|\\s$|^${SECTION_MARK}`, 'u')

/** A list as text: an instrument or `###Section` a line; an instrument whose name has a separator in it stands in double quotes. */
export const printEntries = (entries: readonly Entry[], between = '\n'): string => entries.map(printEntry).join(between)

const printEntry = (entry: Entry): string =>
  entry.kind === 'section' ? SECTION_MARK + entry.name : printInstrument(entry.instrument)

const printInstrument = (instrument: string): string =>
  needsQuotes.test(instrument) ? `"${instrument.replaceAll('"', '""')}"` : instrument

/** What a text says, with nothing left out: each symbol in it is among `entries`, `unknown` or `repeated`. */
export interface ReadText {
  /** What is known, in the order of the text. */
  readonly entries: readonly Entry[]
  /** The same with the unknown in their places. */
  readonly withUnknown: readonly Entry[]
  /** Symbols that no instrument has, as they were written. */
  readonly unknown: readonly string[]
  /** Instruments that occurred before in the same text. */
  readonly repeated: readonly string[]
  /** Symbols that several venues have, with the instrument that was taken: the first of them. */
  readonly ambiguous: readonly { readonly symbol: string; readonly taken: string; readonly venues: readonly string[] }[]
}

const tokens = new RegExp(`[${SEPARATORS}]|\\s*(?:"((?:[^"]|"")*)"\\s*(?=[${SEPARATORS}]|$)|([^${SEPARATORS}]+))`, 'gu')

/**
 * Reads symbols separated by commas, semicolons, tabs or lines. A symbol is found by its whole name or, without a venue, by its symbol
 * alone, in any case. `sectionId` names the sections by their number in the text.
 */
export function readText(
  text: string,
  instruments: readonly string[],
  sectionId: (number: number) => string,
): ReadText {
  const index = indexSymbols(instruments)
  const found: { readonly entry: Entry; readonly isKnown: boolean }[] = []
  const seen = new Set<string>()
  const [unknown, repeated, ambiguous]: [string[], string[], ReadText['ambiguous'][number][]] = [[], [], []]
  let sections = 0
  for (const [, quoted, plain] of text.matchAll(tokens)) {
    const written = quoted === undefined ? (plain ?? '').trim() : quoted.replaceAll('""', '"')
    if (written === '') continue
    if (quoted === undefined && written.startsWith(SECTION_MARK)) {
      const name = cleanName(written.slice(SECTION_MARK.length))
      const section: Entry = { kind: 'section', id: sectionId(sections++), name, isCollapsed: false }
      found.push({ entry: section, isKnown: true })
      continue
    }
    const matches = index.find(written)
    const instrument = matches[0] ?? written
    const entry: Entry = { kind: 'instrument', instrument }
    if (seen.has(entryKey(entry))) repeated.push(instrument)
    else {
      seen.add(entryKey(entry))
      found.push({ entry, isKnown: matches.length > 0 })
      if (matches.length === 0) unknown.push(written)
      if (matches.length > 1) {
        const venues = matches.map((match) => splitInstrument(match).venue)
        ambiguous.push({ symbol: written, taken: instrument, venues })
      }
    }
  }
  return {
    entries: found.filter(({ isKnown }) => isKnown).map(({ entry }) => entry),
    withUnknown: found.map(({ entry }) => entry),
    unknown,
    repeated,
    ambiguous,
  }
}

/** Finds instruments by what people write: the whole name exactly, in another case, or the symbol of any venue. */
function indexSymbols(instruments: readonly string[]): { find(written: string): readonly string[] } {
  const exact = new Set(instruments)
  const byName = new Map<string, string[]>()
  const bySymbol = new Map<string, string[]>()
  const note = (map: Map<string, string[]>, name: string, instrument: string) => {
    const held = map.get(name)
    if (held === undefined) map.set(name, [instrument])
    else held.push(instrument)
  }
  for (const instrument of instruments) {
    note(byName, instrument.toLowerCase(), instrument)
    note(bySymbol, splitInstrument(instrument).symbol.toLowerCase(), instrument)
  }
  return {
    find: (written) => {
      if (exact.has(written)) return [written]
      const lower = written.toLowerCase()
      return byName.get(lower) ?? bySymbol.get(lower) ?? []
    },
  }
}
