import type { HttpErrorCode } from '@tickwall/protocol'
import type { Log } from '../observe/log.js'
import { FloodGate } from '../observe/flood-gate.js'
import { reasonOfEnd } from './session-counts.js'

/** So many lives are told a second: a drain of ten thousand must not fill a disk. */
const LINES_PER_SECOND = 50
/** A flood is refused by the thousand: its codes stand in the metrics, and some of its addresses here. */
const REFUSALS_PER_SECOND = 5

/** What is known of a connection at its end. Nothing of it was made up by the client. */
export interface ConnectionLife {
  readonly session: string
  readonly address: string
  readonly codec: 'json' | 'binary'
  readonly durationMs: number
  /** Data frames written. */
  readonly frames: number
  /** How often it fell behind. */
  readonly congestions: number
  readonly sentBytes: number
  readonly receivedBytes: number
}

/** One line for the life of each connection and each refused handshake, some of them where a crowd comes or leaves: then `held` tells how many were left out. */
export class ConnectionLog {
  readonly #log: Log
  readonly #gate: FloodGate
  readonly #refusals: FloodGate

  constructor(log: Log, monotonicMs: () => number) {
    this.#log = log
    this.#gate = new FloodGate(monotonicMs, LINES_PER_SECOND)
    this.#refusals = new FloodGate(monotonicMs, REFUSALS_PER_SECOND)
  }

  ended(life: ConnectionLife, code: number): void {
    this.#write(this.#gate, { ...life, code, reason: reasonOfEnd(code) }, 'a connection ended')
  }

  streamEnded(
    life: Omit<ConnectionLife, 'session' | 'codec' | 'frames' | 'congestions'> & { readonly request: string },
  ): void {
    this.#write(this.#gate, life, 'an event stream ended')
  }

  refused(code: HttpErrorCode, address: string): void {
    this.#write(this.#refusals, { code, address }, 'a handshake was refused')
  }

  #write(gate: FloodGate, fields: object, message: string): void {
    const held = gate.pass()
    if (held !== null) this.#log.info({ ...fields, ...(held > 0 ? { held } : {}) }, message)
  }
}
