import type { Load } from '../feed/load.js'
import type { Summary } from '../report/distribution.js'

/** Where a gateway reads real records from. */
export interface KafkaLog {
  readonly brokers: string
  readonly ticks: string
  readonly metrics: string
}

/** What a server under test is asked; one request at a time. */
export type ServerRequest =
  | {
      readonly ask: 'start'
      readonly load: Load
      /** Length of one frame with its header, for servers that only write. */
      readonly frameBytes: number
      /** How such a server writes: to all sockets in one go (default), or to groups at moments of their own, in turns of 2 ms. */
      readonly pattern?: 'burst' | 'spread'
      /** Of a gateway, beside what a benchmark's own has. */
      readonly environment?: Readonly<Record<string, string>>
      /** Ticks come from here; default: in the server's own process, as raw records. */
      readonly kafka?: KafkaLog
      /** What a gateway is asked to watch besides, for it costs something: how late its event loop is, or what its sessions cost. */
      readonly watch?: 'loop' | 'sessions'
    }
  /** `fresh`: distributions begin anew after this answer. */
  | { readonly ask: 'usage'; readonly fresh?: boolean }
  /** The server's own feed goes on at another rate, over every `step`-th topic. */
  | { readonly ask: 'pace'; readonly ticksPerSecond: number; readonly step?: number }
  /** The server's own feed hands over so many ticks at once. */
  | { readonly ask: 'hand'; readonly ticks: number; readonly step?: number }
  /** Collects garbage first; needs `--expose-gc`. */
  | { readonly ask: 'settle' }

export interface SessionCost {
  /** CPU of the turns that answered requests, µs: from decoded messages to written answers and frames. */
  readonly requestsUs: number
  /** Data frames that were written in those turns. */
  readonly frames: number
}

export interface ServerAnswer {
  readonly port: number
  /** Monotonic, ms: what lies between two answers is measured at the server. */
  readonly atMs: number
  /** Processor time of the whole process since its start, µs. */
  readonly cpuUs: number
  /** Data frames written since the start. */
  readonly frames: number
  /** Frames that were due and not written, because a socket or client was behind. */
  readonly skipped: number
  /** Deltas that made up for those. */
  readonly caughtUp: number
  /** Ticks given to the server, and folded by it. */
  readonly fed: number
  readonly folded: number
  /** Offset of the newest tick of the server's own feed. */
  readonly offset: number
  readonly connections: number
  readonly rssBytes: number
  readonly heapBytes: number
  /** How late a timer of 2 ms fired; null where it is not watched. */
  readonly loopDelayMs: Summary | null
  /** From the moment a flush was due until a frame of it was written, every frame counted. */
  readonly flushDelayMs: Summary | null
  /** What messages of clients cost since the start; null where it is not watched. */
  readonly sessions: SessionCost | null
}
