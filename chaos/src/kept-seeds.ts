import type { FaultName } from './faults/catalogue.js'

/** Seeds that found something, with the options of their run: they are lived through before all others. */
export interface KeptSeed {
  readonly name: string
  readonly seed: number
  readonly faults: number
  readonly only: readonly FaultName[]
}

export const KEPT_SEEDS: readonly KeptSeed[] = [
  {
    name: 'a partition that is added while gateways lag, then another log',
    seed: 8,
    faults: 3,
    only: ['partitionAdded', 'topicRecreated', 'topicTruncated'],
  },
  { name: 'a broker that refuses a batch before it ends', seed: 6, faults: 1, only: ['diskFull'] },
  { name: 'a client that comes to a gateway with no bars to show yet', seed: 14, faults: 4, only: [] },
]
