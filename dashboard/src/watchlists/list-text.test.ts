import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryEntries, INSTRUMENTS } from '../../test/watchlists/arbitrary-book.js'
import { instrumentsOf, type Entry } from './list-book.js'
import { cleanName, freeName, MAX_NAME_LENGTH } from './list-name.js'
import { printEntries, readText } from './list-text.js'

const KNOWN = ['spot:BTCUSDT', 'usdm:BTCUSDT', 'spot:ETHUSDT', 'PLAIN']
const read = (text: string, known: readonly string[] = KNOWN) => readText(text, known, (number) => `s${String(number)}`)
const show = (entries: readonly Entry[]) =>
  entries.map((entry) => (entry.kind === 'section' ? `[${entry.name}]` : entry.instrument))

describe('a list as text', () => {
  it('comes back as it was, by lines or by commas, whether its instruments are known or not', () => {
    const bare = (entries: readonly Entry[]) =>
      entries.map((entry) => (entry.kind === 'section' ? { name: entry.name } : entry))
    fc.assert(
      fc.property(
        arbitraryEntries,
        fc.constantFrom('\n', ',', '\t', '\r\n', ', '),
        fc.subarray(INSTRUMENTS),
        (entries, between, known) => {
          const { withUnknown, unknown, repeated } = read(printEntries(entries, between), known)
          expect(bare(withUnknown)).toEqual(bare(entries))
          expect(repeated).toEqual([])
          expect([...unknown].sort()).toEqual(
            instrumentsOf(entries)
              .filter((each) => !known.includes(each))
              .sort(),
          )
        },
      ),
    )
  })

  it('drops nothing silently: every symbol of any text is listed somewhere', () => {
    const symbol = fc.constantFrom('btcusdt', 'spot:ethusdt', 'NOPE', 'PLAIN', 'spot:BTCUSDT', 'x y')
    fc.assert(
      fc.property(fc.array(fc.tuple(symbol, fc.constantFrom(',', '\n', '\t', ' ;', '，', ' , \n'))), (parts) => {
        const { entries, unknown, repeated } = read(parts.flat().join(''))
        expect(entries.length + unknown.length + repeated.length).toBe(parts.length)
      }),
    )
  })

  it('reads what people paste', () => {
    const pasted = '###Majors,spot:btcusdt\tETHUSDT\r\n\n### Second  one \nplain;NOPE，btcusdt'
    const { entries, unknown, ambiguous, repeated } = read(pasted)
    expect(show(entries)).toEqual(['[Majors]', 'spot:BTCUSDT', 'spot:ETHUSDT', '[Second one]', 'PLAIN'])
    expect(unknown).toEqual(['NOPE'])
    // The bare symbol stands for the first venue, which is there already.
    expect(repeated).toEqual(['spot:BTCUSDT'])
    expect(ambiguous).toEqual([])
  })

  it('says which venue it took where several have the symbol', () => {
    expect(read('BTCUSDT').ambiguous).toEqual([{ symbol: 'BTCUSDT', taken: 'spot:BTCUSDT', venues: ['spot', 'usdm'] }])
    expect(read('usdm:btcusdt').ambiguous).toEqual([])
  })

  it('keeps the places of the unknown, and a quote that is never closed', () => {
    expect(show(read('PLAIN\n"odd\nETHUSDT').withUnknown)).toEqual(['PLAIN', '"odd', 'spot:ETHUSDT'])
  })

  it('is empty for nothing', () => {
    expect(read(' \n, ;\t')).toEqual({ entries: [], withUnknown: [], unknown: [], repeated: [], ambiguous: [] })
  })
})

describe('a name', () => {
  it('is one line without separators, and never too long', () => {
    expect(cleanName('  my,\tlist\n of；2 ')).toBe('my list of 2')
    expect([...cleanName('界'.repeat(99))]).toHaveLength(MAX_NAME_LENGTH)
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 90 }),
        (typed) => cleanName(cleanName(typed)) === cleanName(typed),
      ),
    )
  })

  it('gets a number where it is taken', () => {
    expect(freeName('A', ['B'])).toBe('A')
    expect(freeName('A', ['A', 'A 2'])).toBe('A 3')
  })
})
