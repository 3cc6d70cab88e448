import type { Instrument } from './asset.js'
import { commodityInstruments } from './commodities.js'
import { cryptoInstruments } from './crypto.js'
import { currencyInstruments } from './currencies.js'
import { equityInstruments } from './equities.js'

/** Every name of the simulated market, at least 300, in an order that never changes: the random numbers follow it. */
export const catalogue: readonly Instrument[] = [
  ...cryptoInstruments(),
  ...currencyInstruments(),
  ...equityInstruments(),
  ...commodityInstruments(),
]
