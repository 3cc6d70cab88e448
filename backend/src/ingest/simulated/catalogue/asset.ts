/** What moves together. */
export type Sector =
  | 'coin'
  | 'altcoin'
  | 'memecoin'
  | 'dollar'
  | 'emerging'
  | 'software'
  | 'finance'
  | 'health'
  | 'industry'
  | 'consumer'
  | 'metal'
  | 'energy'
  | 'crop'
  | 'power'

/** Share of a sector's movement that comes from the whole market and from the sector; the squares' rest is the asset's own. */
export const loadings: Readonly<Record<Sector, { readonly market: number; readonly sector: number }>> = {
  coin: { market: 0.45, sector: 0.75 },
  altcoin: { market: 0.4, sector: 0.65 },
  memecoin: { market: 0.3, sector: 0.55 },
  dollar: { market: 0.1, sector: 0.7 },
  emerging: { market: 0.3, sector: 0.5 },
  software: { market: 0.65, sector: 0.4 },
  finance: { market: 0.6, sector: 0.45 },
  health: { market: 0.4, sector: 0.35 },
  industry: { market: 0.6, sector: 0.35 },
  consumer: { market: 0.5, sector: 0.3 },
  metal: { market: 0.1, sector: 0.75 },
  energy: { market: 0.25, sector: 0.75 },
  crop: { market: 0.05, sector: 0.5 },
  power: { market: 0.05, sector: 0.6 },
}

/** Something that has a price of its own; instruments are ratios of assets, so that crosses and perpetuals agree with their legs. */
export interface Asset {
  readonly name: string
  readonly sector: Sector
  /** What it is worth in the middle of its range, in dollars; for a `linear` asset the level it swings around. */
  readonly price: number
  /** Standard deviation of a day's move: a fraction of the price, or price units for a `linear` asset. */
  readonly dailyMove: number
  /** `ratio` moves by factors and stays positive; `linear` moves by amounts and may go below zero. */
  readonly moves: 'ratio' | 'linear'
}

/** How much happens in a name. */
export type Tempo = 'busy' | 'normal' | 'quiet'

/** One tradable name, all integers in units of its own last digit. */
export interface Instrument {
  readonly instrument: string
  readonly base: Asset
  /** What the price is counted in; null is the dollar. */
  readonly quote: Asset | null
  /** Multiplies the price: a perpetual's premium, or a lot of 1,000. */
  readonly factor: number
  /** Decimals of a price, 0 to 10. */
  readonly places: number
  /** Tick size in units of the last price digit. */
  readonly tickUnits: number
  /** Usual bid-ask distance in ticks, at least 1. */
  readonly spreadTicks: number
  readonly sizePlaces: number
  /** Step size in units of the last size digit. */
  readonly stepUnits: number
  /** A usual trade, in steps. */
  readonly usualSteps: number
  readonly tempo: Tempo
  /** Relative share of events within its tempo. */
  readonly weight: number
}
