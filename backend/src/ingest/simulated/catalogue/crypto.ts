import type { Asset, Instrument, Sector, Tempo } from './asset.js'

/** Name, sector, dollars, decimals of the spot price, percent of a usual day's move. */
const coins: readonly (readonly [string, Sector, number, number, number])[] = [
  ['BTC', 'coin', 61_800, 2, 2.2],
  ['ETH', 'coin', 2_684, 2, 2.8],
  ['SOL', 'coin', 154.2, 2, 3.6],
  ['BNB', 'coin', 512.4, 1, 2.3],
  ['XRP', 'coin', 0.5921, 4, 3.1],
  ['DOGE', 'memecoin', 0.10412, 5, 4.1],
  ['ADA', 'coin', 0.3421, 4, 3.2],
  ['AVAX', 'coin', 21.94, 2, 3.8],
  ['LINK', 'altcoin', 10.21, 3, 3.6],
  ['DOT', 'coin', 4.52, 3, 3.1],
  ['LTC', 'coin', 61.3, 2, 2.6],
  ['BCH', 'coin', 341.8, 1, 3.3],
  ['TRX', 'coin', 0.12714, 5, 1.7],
  ['NEAR', 'altcoin', 4.013, 3, 4.4],
  ['UNI', 'altcoin', 5.96, 3, 3.9],
  ['MATIC', 'altcoin', 0.4233, 4, 3.4],
  ['ATOM', 'altcoin', 4.61, 3, 3.1],
  ['ETC', 'coin', 18.73, 2, 2.9],
  ['XLM', 'coin', 0.09951, 5, 2.7],
  ['FIL', 'altcoin', 3.612, 3, 3.9],
  ['APT', 'altcoin', 5.903, 3, 4.2],
  ['ARB', 'altcoin', 0.5571, 4, 4.1],
  ['OP', 'altcoin', 1.412, 3, 4.5],
  ['INJ', 'altcoin', 17.42, 2, 4.7],
  ['ICP', 'altcoin', 7.611, 3, 4.0],
  ['IMX', 'altcoin', 1.178, 4, 4.4],
  ['VET', 'altcoin', 0.02231, 5, 3.3],
  ['ALGO', 'altcoin', 0.1231, 4, 3.1],
  ['GRT', 'altcoin', 0.14682, 5, 4.0],
  ['AAVE', 'altcoin', 98.41, 2, 3.7],
  ['MKR', 'altcoin', 2_011, 1, 3.4],
  ['SNX', 'altcoin', 1.312, 3, 3.8],
  ['LDO', 'altcoin', 1.101, 3, 4.6],
  ['RUNE', 'altcoin', 3.514, 3, 4.5],
  ['FTM', 'altcoin', 0.3412, 4, 4.9],
  ['SAND', 'altcoin', 0.25831, 5, 3.5],
  ['MANA', 'altcoin', 0.2692, 4, 3.5],
  ['AXS', 'altcoin', 4.62, 2, 3.5],
  ['GALA', 'altcoin', 0.01783, 5, 3.9],
  ['CHZ', 'altcoin', 0.05321, 5, 3.2],
  ['ENJ', 'altcoin', 0.1402, 4, 3.3],
  ['EGLD', 'altcoin', 27.43, 2, 3.3],
  ['XTZ', 'altcoin', 0.6641, 3, 2.8],
  ['EOS', 'altcoin', 0.4751, 4, 2.5],
  ['KAVA', 'altcoin', 0.3014, 4, 3.3],
  ['ZEC', 'coin', 30.51, 2, 3.3],
  ['DASH', 'coin', 23.17, 2, 2.7],
  ['COMP', 'altcoin', 40.62, 2, 3.6],
  ['CRV', 'altcoin', 0.2613, 4, 4.6],
  ['YFI', 'altcoin', 5_012, 0, 3.1],
  ['SUSHI', 'altcoin', 0.5471, 4, 4.0],
  ['ANKR', 'altcoin', 0.02512, 5, 3.7],
  ['ZIL', 'altcoin', 0.01391, 5, 3.2],
  ['HOT', 'altcoin', 0.001574, 6, 3.6],
  ['REEF', 'altcoin', 0.0009213, 7, 4.4],
  ['SHIB', 'memecoin', 0.00001372, 8, 4.0],
  ['PEPE', 'memecoin', 0.000007814, 8, 5.6],
  ['BONK', 'memecoin', 0.00001843, 8, 5.9],
  ['FLOKI', 'memecoin', 0.0001216, 7, 5.2],
  ['LUNC', 'memecoin', 0.00007941, 8, 4.2],
  ['MOG', 'memecoin', 0.000001187, 9, 6.4],
  ['BTTC', 'memecoin', 0.0000007312, 10, 3.1],
]

/** Name against bitcoin, decimals of the price. */
const crosses: readonly (readonly [string, number])[] = [
  ['ETH', 5],
  ['SOL', 7],
  ['BNB', 6],
  ['XRP', 8],
  ['DOGE', 9],
  ['ADA', 8],
  ['LINK', 7],
  ['LTC', 6],
  ['TRX', 9],
  ['ANKR', 10],
  ['HOT', 10],
  ['DOT', 7],
]
const perpetuals = 46
const coinMargined = ['BTC', 'ETH', 'SOL', 'BNB', 'XRP', 'ADA', 'LINK', 'DOT', 'LTC', 'BCH', 'ETC', 'FIL']
const busySpot = 7
const busyPerpetuals = 10

const assets = new Map<string, Asset & { readonly places: number }>(
  coins.map(([name, sector, price, places, percent]) => [
    name,
    { name, sector, price, places, dailyMove: percent / 100, moves: 'ratio' },
  ]),
)

/** Decimals of an amount: a step of a coin is worth between some cents and a few dollars. */
const sizePlacesOf = (price: number) =>
  price > 10_000 ? 5 : price > 1_000 ? 4 : price > 50 ? 3 : price > 5 ? 2 : price > 0.5 ? 1 : 0

const tempoOf = (rank: number, busy: number, names: number): Tempo =>
  rank < busy ? 'busy' : rank >= names - 6 ? 'quiet' : 'normal'

/** Some dollars' worth in steps, at least one. */
const stepsFor = (dollars: number, price: number, sizePlaces: number) =>
  Math.max(1, Math.round((dollars / price) * 10 ** sizePlaces))

/** Spot pairs, bitcoin crosses, dollar-margined and coin-margined perpetuals. */
export function cryptoInstruments(): Instrument[] {
  const all = [...assets.values()]
  const spot = all.map((base, rank): Instrument => {
    const sizePlaces = sizePlacesOf(base.price)
    return {
      instrument: `spot:${base.name}USDT`,
      base,
      quote: null,
      factor: 1,
      places: base.places,
      tickUnits: 1,
      spreadTicks: rank < busySpot ? 1 : 2,
      sizePlaces,
      stepUnits: 1,
      usualSteps: stepsFor(700, base.price, sizePlaces),
      tempo: tempoOf(rank, busySpot, all.length),
      weight: 1 / (1 + rank / 6),
    }
  })
  const usdm = all.slice(0, perpetuals).map((base, rank): Instrument => {
    const sizePlaces = Math.max(0, sizePlacesOf(base.price) - 2)
    return {
      instrument: `usdm:${base.name}USDT`,
      base,
      quote: null,
      factor: 1 + (((rank * 7) % 11) - 3) * 0.0001,
      places: Math.max(1, base.name === 'ETH' ? 2 : base.places - (base.price > 10_000 ? 1 : 0)),
      tickUnits: 1,
      spreadTicks: rank < busyPerpetuals ? 1 : 2,
      sizePlaces,
      stepUnits: 1,
      usualSteps: stepsFor(2_500, base.price, sizePlaces),
      tempo: rank < busyPerpetuals ? 'busy' : 'normal',
      weight: 1.6 / (1 + rank / 6),
    }
  })
  const bitcoin = assets.get('BTC') ?? null
  const against = crosses.flatMap(([name, places], rank): Instrument[] => {
    const base = assets.get(name)
    if (base === undefined) return []
    const sizePlaces = sizePlacesOf(base.price)
    return [
      {
        instrument: `spot:${name}BTC`,
        base,
        quote: bitcoin,
        factor: 1,
        places,
        tickUnits: 1,
        spreadTicks: 2,
        sizePlaces,
        stepUnits: 1,
        usualSteps: stepsFor(300, base.price, sizePlaces),
        tempo: rank > 8 ? 'quiet' : 'normal',
        weight: 0.6 / (1 + rank / 4),
      },
    ]
  })
  const coinm = coinMargined.flatMap((name, rank): Instrument[] => {
    const base = assets.get(name)
    if (base === undefined) return []
    return [
      {
        instrument: `coinm:${name}USD_PERP`,
        base,
        quote: null,
        factor: 0.9998,
        places: Math.max(1, base.places - (base.price > 10_000 ? 1 : 0)),
        tickUnits: 1,
        spreadTicks: rank < 2 ? 1 : 2,
        // Contracts of 10 or 100 dollars.
        sizePlaces: 0,
        stepUnits: 1,
        usualSteps: rank === 0 ? 40 : 90,
        tempo: rank < 2 ? 'busy' : rank > 8 ? 'quiet' : 'normal',
        weight: 0.8 / (1 + rank / 3),
      },
    ]
  })
  return [...spot, ...against, ...usdm, ...coinm]
}
