/** One name of the generated recording; prices and sizes in units of their last digit. */
export interface RecordingName {
  readonly venue: string
  readonly symbol: string
  /** Decimals of a price. */
  readonly places: number
  /** Zeros printed after them, as some venues do. */
  readonly padding: number
  readonly startUnits: number
  /** Largest move between two events, in units. */
  readonly moveUnits: number
  readonly sizePlaces: number
  /** Largest size, in units. */
  readonly sizeUnits: number
  /** Events of the whole recording. */
  readonly events: number
  /** Whether rows carry the venue's own event time (quotes of spot venues do not). */
  readonly hasQuoteTime: boolean
}

/** Every scale from 0 to 10 decimals, one name with most of the events, one around zero, one that hardly trades; 268,040 events. */
export const recordingNames: readonly RecordingName[] = [
  name('usdm', 'BTCUSDT', 1, 618_376, 3, 3, 4_000, 95_000),
  name('usdm', 'ETHUSDT', 2, 268_380, 4, 3, 90_000, 50_000),
  { ...name('spot', 'BTCUSDT', 2, 6_183_763, 40, 5, 300_000, 34_000), padding: 6, hasQuoteTime: false },
  { ...name('spot', 'DOGEUSDT', 5, 10_412, 2, 0, 40_000, 24_000), hasQuoteTime: false },
  name('coinm', 'YFIUSD_PERP', 0, 5_012, 2, 0, 2_000, 18_000),
  name('usdm', 'LINKUSDT', 3, 10_214, 3, 2, 90_000, 12_000),
  name('usdm', 'ADAUSDT', 4, 3_421, 2, 0, 900_000, 9_000),
  { ...name('spot', 'ETHBTC', 6, 43_426, 4, 4, 60_000, 7_000), hasQuoteTime: false },
  name('usdm', 'SHIBUSDT', 7, 137, 1, 0, 90_000_000, 6_000),
  { ...name('spot', 'PEPEUSDT', 8, 781, 2, 0, 2_000_000_000, 5_000), hasQuoteTime: false },
  name('spot', 'DOGEBTC', 9, 1_684, 2, 8, 9_000_000_000_000, 4_000),
  name('spot', 'BTTCUSDT', 10, 7_312, 3, 1, 90_000_000_000, 3_000),
  name('cmd', 'POWER-NORTH', 2, 40, 35, 1, 250, 1_000),
  name('coinm', 'XTZUSD_PERP', 3, 664, 1, 0, 500, 40),
]

function name(
  venue: string,
  symbol: string,
  places: number,
  startUnits: number,
  moveUnits: number,
  sizePlaces: number,
  sizeUnits: number,
  events: number,
): RecordingName {
  return {
    venue,
    symbol,
    places,
    padding: 0,
    startUnits,
    moveUnits,
    sizePlaces,
    sizeUnits,
    events,
    hasQuoteTime: true,
  }
}
