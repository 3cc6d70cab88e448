import type { Rate, WirePosition } from '@tickwall/protocol'
import type { Load } from '../feed/load.js'
import type { Summary } from '../report/distribution.js'
import type { DialectName } from './dialect.js'

/** What the process with the clients is asked; one request at a time. */
export type CrowdRequest =
  | {
      readonly ask: 'connect'
      readonly port: number
      readonly load: Load
      readonly dialect: DialectName
      /** Default 10 Hz. */
      readonly maxHz?: Rate
      /** They connect and say nothing. */
      readonly isSilent?: boolean
    }
  /** All say their `subscribe` at once; answered when each has got a data message since. */
  | { readonly ask: 'subscribe'; readonly resume?: WirePosition }
  | { readonly ask: 'disconnect' }
  /** They stop reading, or go on. */
  | { readonly ask: 'stall' }
  | { readonly ask: 'goOn' }
  /** Also forgets the latencies so far. */
  | { readonly ask: 'received' }

export interface CrowdAnswer {
  /** Data messages since the process began. */
  readonly frames: number
  readonly bytes: number
  /** From publishing to reading, of a sample of clients, since the last answer; null where it is not known. */
  readonly latencyMs: Summary | null
  /** Processor time of the process since its start, µs. */
  readonly cpuUs: number
}
