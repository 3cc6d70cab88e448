import type { Asset, Instrument, Sector, Tempo } from './asset.js'

/** Name, sector, dollars for one unit, percent of a usual day's move. */
const units: readonly (readonly [string, Sector, number, number])[] = [
  ['EUR', 'dollar', 1.0918, 0.42],
  ['JPY', 'dollar', 1 / 147.21, 0.62],
  ['GBP', 'dollar', 1.2748, 0.48],
  ['CHF', 'dollar', 1.1561, 0.5],
  ['AUD', 'dollar', 0.6592, 0.58],
  ['CAD', 'dollar', 0.7281, 0.36],
  ['NZD', 'dollar', 0.6011, 0.6],
  ['SEK', 'dollar', 1 / 10.502, 0.58],
  ['NOK', 'dollar', 1 / 10.781, 0.62],
  ['DKK', 'dollar', 1 / 6.8342, 0.42],
  ['SGD', 'dollar', 1 / 1.3251, 0.26],
  ['HKD', 'dollar', 1 / 7.7984, 0.03],
  ['CNH', 'emerging', 1 / 7.1725, 0.24],
  ['MXN', 'emerging', 1 / 18.92, 0.85],
  ['ZAR', 'emerging', 1 / 18.34, 0.95],
  ['TRY', 'emerging', 1 / 33.51, 0.45],
  ['PLN', 'emerging', 1 / 3.9583, 0.6],
  ['CZK', 'emerging', 1 / 23.114, 0.5],
  ['HUF', 'emerging', 1 / 361.2, 0.7],
  ['THB', 'emerging', 1 / 35.21, 0.45],
  ['INR', 'emerging', 1 / 83.95, 0.16],
  ['KRW', 'emerging', 1 / 1_374.5, 0.55],
  ['BRL', 'emerging', 1 / 5.561, 0.9],
  ['CLP', 'emerging', 1 / 936.4, 0.8],
  ['IDR', 'emerging', 1 / 15_915, 0.4],
  ['VND', 'emerging', 1 / 25_130, 0.15],
]

/** Pair, decimals of the price, usual spread in ticks, tempo. */
const pairs: readonly (readonly [string, number, number, Tempo])[] = [
  ['EURUSD', 5, 2, 'busy'],
  ['USDJPY', 3, 3, 'busy'],
  ['GBPUSD', 5, 4, 'busy'],
  ['AUDUSD', 5, 4, 'normal'],
  ['USDCHF', 5, 5, 'normal'],
  ['USDCAD', 5, 5, 'normal'],
  ['NZDUSD', 5, 6, 'normal'],
  ['EURJPY', 3, 6, 'normal'],
  ['EURGBP', 5, 5, 'normal'],
  ['EURCHF', 5, 6, 'normal'],
  ['GBPJPY', 3, 9, 'normal'],
  ['AUDJPY', 3, 7, 'normal'],
  ['CADJPY', 3, 8, 'normal'],
  ['CHFJPY', 3, 9, 'normal'],
  ['NZDJPY', 3, 9, 'normal'],
  ['EURAUD', 5, 9, 'normal'],
  ['EURCAD', 5, 9, 'normal'],
  ['EURNZD', 5, 14, 'normal'],
  ['GBPAUD', 5, 12, 'normal'],
  ['GBPCAD', 5, 12, 'normal'],
  ['GBPCHF', 5, 10, 'normal'],
  ['AUDCAD', 5, 9, 'normal'],
  ['AUDNZD', 5, 10, 'normal'],
  ['USDSEK', 5, 38, 'normal'],
  ['USDNOK', 5, 42, 'normal'],
  ['EURSEK', 5, 40, 'normal'],
  ['EURNOK', 5, 44, 'normal'],
  ['USDDKK', 5, 20, 'quiet'],
  ['USDSGD', 5, 8, 'normal'],
  ['USDHKD', 5, 6, 'normal'],
  ['USDCNH', 5, 18, 'normal'],
  ['USDMXN', 4, 28, 'normal'],
  ['USDZAR', 4, 45, 'normal'],
  ['USDTRY', 4, 90, 'quiet'],
  ['USDPLN', 5, 28, 'normal'],
  ['EURPLN', 5, 26, 'normal'],
  ['USDCZK', 4, 50, 'quiet'],
  ['USDHUF', 2, 11, 'normal'],
  ['EURHUF', 2, 12, 'quiet'],
  ['USDTHB', 3, 15, 'quiet'],
  ['USDINR', 4, 60, 'normal'],
  ['USDKRW', 2, 30, 'normal'],
  ['USDBRL', 4, 12, 'normal'],
  ['USDCLP', 2, 35, 'quiet'],
  ['USDIDR', 0, 5, 'quiet'],
  ['USDVND', 0, 8, 'quiet'],
]

const assets = new Map<string, Asset>(
  units.map(([name, sector, price, percent]) => [
    name,
    { name, sector, price, dailyMove: percent / 100, moves: 'ratio' },
  ]),
)

/** A unit that never moves, for pairs that begin with the dollar. */
const dollar: Asset = { name: 'USD', sector: 'dollar', price: 1, dailyMove: 0, moves: 'ratio' }

/** Currency pairs; amounts in units of the first currency, in steps of 1,000. */
export function currencyInstruments(): Instrument[] {
  return pairs.map(([pair, places, spreadTicks, tempo], rank): Instrument => ({
    instrument: `fx:${pair}`,
    base: assets.get(pair.slice(0, 3)) ?? dollar,
    quote: assets.get(pair.slice(3)) ?? null,
    factor: 1,
    places,
    tickUnits: 1,
    spreadTicks,
    sizePlaces: 0,
    stepUnits: 1_000,
    usualSteps: tempo === 'quiet' ? 250 : 600,
    tempo,
    weight: 1.2 / (1 + rank / 5),
  }))
}
