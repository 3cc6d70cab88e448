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

export const TILE_COUNT = 4

/** The instruments of the quote tiles: those the address names (`?tiles=a,b`), then well-known ones, then the first of the list. */
export function pickTiles(asked: string | null, instruments: readonly string[]): string[] {
  const named = asked === null ? [] : asked.split(',').filter((name) => name !== '')
  const known = WELL_KNOWN.filter((name) => instruments.includes(name))
  return [...new Set([...named, ...known, ...instruments])].slice(0, TILE_COUNT)
}
