import type { FaultName } from './faults/catalogue.js'

/** Seeds that found something, with the options of their run: they are lived through before all others. */
export interface KeptSeed {
  readonly name: string
  readonly seed: number
  readonly faults: number
  readonly only: readonly FaultName[]
}

export const KEPT_SEEDS: readonly KeptSeed[] = []
