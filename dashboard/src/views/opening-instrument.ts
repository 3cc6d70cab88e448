/** Names that most people look at first, best first. */
const WELL_KNOWN = ['usdm:BTCUSDT', 'spot:BTCUSDT', 'coinm:BTCUSD_PERP']

/** What a view shows whose address names no instrument: a well-known one if it is there, else the first; null while none is known. */
export const openingInstrument = (instruments: readonly string[]): string | null =>
  WELL_KNOWN.find((name) => instruments.includes(name)) ?? instruments[0] ?? null
