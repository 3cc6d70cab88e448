import type { Instrument, Sector } from './asset.js'

/** Invented companies by sector: ticker and dollars. */
const companies: readonly (readonly [Sector, number, string])[] = [
  [
    'software',
    1.9,
    'NOVQ 412.35,QBIT 188.72,HELX 96.41,CRUX 241.08,VEKT 73.16,ORBN 318.44,LUMO 54.93,PYLN 29.87,SYNQ 147.2,DRFT 18.64,KODA 82.55,MESH 36.12,ARCO 205.9,ZENI 61.37,TESR 11.48,PRSM 128.66,OPTA 44.21,WAVX 23.75,GRDL 92.08,NUMA 15.33,EKKO 67.8,FLUX 39.54,ORAK 172.61,VYNE 8.27',
  ],
  [
    'finance',
    1.5,
    'BRKN 158.4,MERC 71.25,UNIB 38.9,CAPX 104.77,LDGR 52.13,TRVS 211.6,FIDL 63.48,ASTB 27.36,HARB 45.71,SOLV 19.02,CORB 88.14,VALR 33.67,PENM 121.95,QUOR 14.58,GLDN 76.3,STRL 57.82,ALTM 9.46,BNCR 41.19',
  ],
  [
    'health',
    1.7,
    'GENV 264.1,CURA 87.53,BIOX 33.28,MEDQ 142.75,PHRM 58.06,VITL 24.91,NEUR 112.4,IMUN 17.65,ORTH 69.22,LABZ 46.87,DOSE 12.34,HELI 78.95,RXON 31.4,CELL 152.88,PULS 21.17,STEM 6.83',
  ],
  [
    'industry',
    1.4,
    'FORG 128.36,AERO 217.52,STLX 41.66,MACH 94.03,TURB 63.79,RAIL 182.2,CARG 35.14,HULL 27.48,BOLT 52.6,GEAR 73.91,WELD 18.27,CRAN 86.45,DOCK 44.38,LOAD 22.09,KILN 31.75,PUMP 58.12,AXLE 14.96,RIVT 9.71',
  ],
  [
    'consumer',
    1.3,
    'BREW 61.84,SNAX 47.29,HOMW 134.1,LUXE 289.7,TOYB 22.63,FARE 38.45,GLAM 71.58,CAFE 95.32,SHOE 53.77,MART 148.25,DINE 29.16,TRIP 17.84,PETZ 34.92,SOFA 12.51,WEAR 26.08,JUCE 43.6,BAKE 19.37,TUNE 8.05',
  ],
]

/** Penny shares trade in hundredths of a cent, an old listing in whole units. */
const oddOnes: readonly (readonly [string, Sector, number, number, number])[] = [
  ['ZINK', 'industry', 0.8431, 4, 1],
  ['MYTH', 'software', 0.1297, 4, 1],
  ['KURO', 'industry', 2_841, 0, 1],
  ['SORA', 'software', 7_315, 0, 5],
  ['HANA', 'consumer', 1_926.5, 1, 5],
  ['YORU', 'finance', 986.2, 1, 1],
]

/** Shares: whole shares, most in cents, the first of a sector the busiest. */
export function equityInstruments(): Instrument[] {
  const listed = companies.flatMap(([sector, percent, list]) =>
    list.split(',').map((entry, rank): Instrument => {
      const [ticker = '', price = '1'] = entry.split(' ')
      const dollars = Number(price)
      return {
        instrument: `eq:${ticker}`,
        base: { name: ticker, sector, price: dollars, dailyMove: percent / 100, moves: 'ratio' },
        quote: null,
        factor: 1,
        places: 2,
        tickUnits: 1,
        spreadTicks: Math.max(1, Math.round(dollars / (rank < 4 ? 120 : 45))),
        sizePlaces: 0,
        stepUnits: 1,
        usualSteps: Math.max(5, Math.round(6_000 / dollars)),
        tempo: rank < 2 ? 'busy' : dollars < 10 ? 'quiet' : 'normal',
        weight: 0.9 / (1 + rank / 4),
      }
    }),
  )
  const odd = oddOnes.map(([ticker, sector, price, places, tickUnits]): Instrument => ({
    instrument: `eq:${ticker}`,
    base: { name: ticker, sector, price, dailyMove: 0.022, moves: 'ratio' },
    quote: null,
    factor: 1,
    places,
    tickUnits,
    spreadTicks: 2,
    sizePlaces: 0,
    stepUnits: 100,
    usualSteps: price < 1 ? 40 : 3,
    tempo: price < 1 ? 'quiet' : 'normal',
    weight: 0.3,
  }))
  return [...listed, ...odd]
}
