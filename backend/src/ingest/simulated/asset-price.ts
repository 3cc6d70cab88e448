import { type Asset, loadings, type Sector } from './catalogue/asset.js'
import { FINEST_MS, growth, PricePath } from './price-path.js'
import { keyOf, mix } from './random.js'

/** The movements that assets have in common, each a path of its own. */
export class Climate {
  readonly #seed: number
  readonly #market: PricePath
  readonly #sectors = new Map<Sector, PricePath>()

  constructor(seed: number) {
    this.#seed = seed
    this.#market = new PricePath(mix(seed, keyOf('market')))
  }

  /** The path of a sector, the same object for all its assets. */
  sector(sector: Sector): PricePath {
    const known = this.#sectors.get(sector)
    if (known !== undefined) return known
    const path = new PricePath(mix(this.#seed, keyOf(`sector ${sector}`)))
    this.#sectors.set(sector, path)
    return path
  }

  get market(): PricePath {
    return this.#market
  }

  pathOf(asset: Asset): PricePath {
    return new PricePath(mix(this.#seed, keyOf(`asset ${asset.name}`)))
  }
}

/** What an asset is worth at a moment: market, sector and own movement by the loadings of its sector. */
export class AssetPrice {
  readonly #asset: Asset
  readonly #climate: Climate
  readonly #sector: PricePath
  readonly #own: PricePath
  readonly #shares: readonly [market: number, sector: number, own: number]
  #askedMs = Number.NaN
  #value = 0

  constructor(asset: Asset, climate: Climate) {
    this.#asset = asset
    this.#climate = climate
    this.#sector = climate.sector(asset.sector)
    this.#own = climate.pathOf(asset)
    const { market, sector } = loadings[asset.sector]
    this.#shares = [market, sector, Math.sqrt(1 - market * market - sector * sector)]
  }

  /** In dollars; moments asked in a row are computed once. */
  at(timeMs: number, finestMs = FINEST_MS): number {
    if (timeMs === this.#askedMs) return this.#value
    const [market, sector, own] = this.#shares
    const move =
      this.#asset.dailyMove *
      (market * this.#climate.market.at(timeMs, finestMs) +
        sector * this.#sector.at(timeMs, finestMs) +
        own * this.#own.at(timeMs, finestMs))
    this.#askedMs = timeMs
    this.#value = this.#asset.moves === 'ratio' ? this.#asset.price * growth(move) : this.#asset.price + move
    return this.#value
  }

  /** How stormy the asset is around the moment asked last; its square has mean 1. */
  get storm(): number {
    return this.#own.storm
  }
}
