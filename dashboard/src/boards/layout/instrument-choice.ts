/** Names that make a good first board, best first: one a market where there are several. */
const WELL_KNOWN = [
  'usdm:BTCUSDT',
  'usdm:ETHUSDT',
  'fx:EURUSD',
  'cmd:GOLD',
  'spot:BTCUSDT',
  'spot:ETHUSDT',
  'coinm:BTCUSD_PERP',
]

/** Places that a panel may ask for by number. */
export const MOST_NUMBERED = 8

/** The instruments that an address names (`?tiles=a,b`), then well-known ones, then the first of the list. */
export function pickInstruments(asked: string | null, instruments: readonly string[], count = MOST_NUMBERED): string[] {
  const named = asked === null ? [] : asked.split(',').filter((name) => name !== '')
  const known = WELL_KNOWN.filter((name) => instruments.includes(name))
  return [...new Set([...named, ...known, ...instruments])].slice(0, count)
}

/** What a panel's choice means: `#2` the second pick, empty the board's own, else what it says. Null while that is not known. */
export function chosenInstrument(choice: string, own: string | null, picks: readonly string[]): string | null {
  const number = /^#([1-9])$/.exec(choice)
  if (number !== null) return picks[Number(number[1]) - 1] ?? null
  return choice === '' ? (own ?? picks[0] ?? null) : choice
}
