export interface InstrumentName {
  readonly venue: string
  readonly symbol: string
}

/** `usdm:BTCUSDT` in its two parts; an instrument without a venue has an empty one. */
export function splitInstrument(instrument: string): InstrumentName {
  const colon = instrument.indexOf(':')
  return colon < 0
    ? { venue: '', symbol: instrument }
    : { venue: instrument.slice(0, colon), symbol: instrument.slice(colon + 1) }
}
