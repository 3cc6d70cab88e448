import { Random } from '@tickwall/backend/ingest/simulated/random.js'
import { FAULT_NAMES, FAULTS, type FaultName } from './faults/catalogue.js'
import type { Draw, Fault } from './faults/fault.js'

/** One fault, and how long all is calm before it. */
export interface PlannedFault extends Draw {
  readonly fault: FaultName
  readonly calmMs: number
}

export interface PlanOptions {
  /** Faults in a seed, one after the other. */
  readonly faults: number
  readonly clients: number
  /** Whether the broker is gone for a whole minute where it is gone. */
  readonly isFull: boolean
  /** Only these; empty: all. */
  readonly only: readonly FaultName[]
}

/**
 * The faults of a seed: the same for the same seed and options. Seeds in a row share all faults out evenly, for they deal them from one
 * shuffled pack after the other.
 */
export function planOf(seed: number, { faults, clients, isFull, only }: PlanOptions): readonly PlannedFault[] {
  const names = only.length === 0 ? FAULT_NAMES : only
  const random = new Random(seed, 3)
  return Array.from({ length: faults }, (_, i) => {
    const fault = dealt(names, (seed - 1) * faults + i)
    const { lastsMs, fullMs }: Fault = FAULTS[fault]
    const [least, most] = lastsMs
    const forMs = Math.round(least + random.unit() * (most - least))
    return {
      fault,
      calmMs: 500 + random.below(1500),
      forMs: isFull && fullMs !== undefined ? fullMs : forMs,
      gateway: random.below(2),
      clients: someOf(clients, random),
      share: Math.round(random.unit() * 1000) / 1000,
    }
  })
}

/** The card at a place of an endless row of packs, each shuffled by its own number. */
function dealt(names: readonly FaultName[], place: number): FaultName {
  const pack = Math.floor(place / names.length)
  const random = new Random(pack >>> 0, 4)
  const shuffled = names.map((name) => ({ name, at: random.word() })).sort((a, b) => a.at - b.at)
  const index = ((place % names.length) + names.length) % names.length
  return (shuffled[index] as { name: FaultName }).name
}

/** Some of `count` things by index, at least one. */
function someOf(count: number, random: Random): number[] {
  const share = 0.2 + 0.8 * random.unit()
  const chosen = Array.from({ length: count }, (_, i) => i).filter(() => random.unit() < share)
  return chosen.length > 0 ? chosen : [random.below(count)]
}

/** A fault as a reader wants it. */
export const planLine = ({ fault, calmMs, forMs, gateway, clients, share }: PlannedFault): string =>
  `after ${String(calmMs)} ms ${fault} for ${String(forMs)} ms (gateway ${String(gateway + 1)}, clients ${clients
    .map((i) => String(i + 1))
    .join(' ')}, share ${String(share)})`
