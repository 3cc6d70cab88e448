import type { World } from '../world/world.js'

/** What the seed decided about one fault. Each fault uses what concerns it. */
export interface Draw {
  /** How long it lasts, ms. */
  readonly forMs: number
  /** Which gateway, 0 or 1. */
  readonly gateway: number
  /** Which clients, by index, ascending; never none. */
  readonly clients: readonly number[]
  /** 0 to 1: which of its forms, and how much. */
  readonly share: number
}

/** Something that breaks, and is whole again when its promise resolves. */
export interface Fault {
  /** Range of `forMs` in a short run. */
  readonly lastsMs: readonly [least: number, most: number]
  /** `forMs` in a full run, where that is longer. */
  readonly fullMs?: number
  /** Why it cannot be brought about here, null where it can. Default: it can. */
  readonly impossible?: (world: World) => string | null
  /** @returns what it did, for the reader of the plan */
  run(world: World, draw: Draw): Promise<string>
}
