import type { Asset, Instrument, Sector, Tempo } from './asset.js'

/** Name, sector, level, usual day's move, how it moves, decimals, tick in last digits, spread in ticks, tempo. */
const contracts: readonly (readonly [string, Sector, number, number, Asset['moves'], number, number, number, Tempo])[] =
  [
    ['GOLD', 'metal', 2_431.5, 0.009, 'ratio', 2, 10, 2, 'busy'],
    ['SILVER', 'metal', 27.54, 0.017, 'ratio', 3, 5, 2, 'normal'],
    ['PLATINUM', 'metal', 932.4, 0.014, 'ratio', 1, 1, 6, 'normal'],
    ['PALLADIUM', 'metal', 908.1, 0.021, 'ratio', 1, 5, 8, 'normal'],
    ['COPPER', 'metal', 4.0215, 0.014, 'ratio', 4, 5, 2, 'normal'],
    ['ALUMINIUM', 'metal', 2_291, 0.013, 'ratio', 1, 5, 3, 'normal'],
    ['ZINC', 'metal', 2_652, 0.015, 'ratio', 1, 5, 4, 'normal'],
    ['NICKEL', 'metal', 16_240, 0.018, 'ratio', 0, 5, 3, 'quiet'],
    ['CRUDE', 'energy', 76.42, 0.019, 'ratio', 2, 1, 1, 'busy'],
    ['BRENT', 'energy', 79.63, 0.018, 'ratio', 2, 1, 1, 'busy'],
    ['HEATOIL', 'energy', 2.3418, 0.02, 'ratio', 4, 1, 8, 'normal'],
    ['GASOLINE', 'energy', 2.3972, 0.021, 'ratio', 4, 1, 9, 'normal'],
    ['NATGAS', 'energy', 2.143, 0.033, 'ratio', 3, 1, 2, 'normal'],
    ['COAL', 'energy', 143.2, 0.013, 'ratio', 2, 5, 8, 'quiet'],
    ['CARBON', 'energy', 70.84, 0.017, 'ratio', 2, 1, 3, 'normal'],
    ['CRUDE-SPREAD', 'energy', 0.38, 0.21, 'linear', 2, 1, 1, 'normal'],
    ['CRACK-SPREAD', 'energy', 1.9, 0.74, 'linear', 3, 1, 9, 'normal'],
    ['POWER-NORTH', 'power', 11.4, 7.5, 'linear', 2, 1, 18, 'normal'],
    ['POWER-SOUTH', 'power', 48.7, 9.2, 'linear', 2, 1, 24, 'normal'],
    ['POWER-PEAK', 'power', 6.2, 11.8, 'linear', 2, 5, 9, 'quiet'],
    ['WHEAT', 'crop', 541.25, 0.014, 'ratio', 2, 25, 1, 'normal'],
    ['CORN', 'crop', 396.5, 0.013, 'ratio', 2, 25, 1, 'normal'],
    ['SOYBEAN', 'crop', 1_008.75, 0.011, 'ratio', 2, 25, 1, 'normal'],
    ['COFFEE', 'crop', 241.35, 0.021, 'ratio', 2, 5, 2, 'normal'],
    ['COCOA', 'crop', 6_874, 0.03, 'ratio', 0, 1, 8, 'normal'],
    ['SUGAR', 'crop', 18.42, 0.016, 'ratio', 2, 1, 1, 'normal'],
    ['COTTON', 'crop', 67.81, 0.013, 'ratio', 2, 1, 4, 'quiet'],
    ['RICE', 'crop', 14.935, 0.012, 'ratio', 3, 5, 4, 'quiet'],
  ]

/** Futures in whole contracts; spreads and power swing around a level and go below zero. */
export function commodityInstruments(): Instrument[] {
  return contracts.map(
    ([name, sector, price, dailyMove, moves, places, tickUnits, spreadTicks, tempo], rank): Instrument => ({
      instrument: `cmd:${name}`,
      base: { name, sector, price, dailyMove, moves },
      quote: null,
      factor: 1,
      places,
      tickUnits,
      spreadTicks,
      sizePlaces: 0,
      stepUnits: 1,
      usualSteps: tempo === 'busy' ? 3 : 2,
      tempo,
      weight: 0.8 / (1 + (rank % 9) / 3),
    }),
  )
}
