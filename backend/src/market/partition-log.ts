import type { Position } from '@tickwall/protocol'
import type { PartitionId, PartitionStart } from '../ingest/source.js'

/** Where the fold of one partition stands. */
export class PartitionLog {
  readonly id: PartitionId
  #start: PartitionStart
  #offset: number
  #position: Position

  constructor(id: PartitionId, start: PartitionStart) {
    this.id = id
    this.#start = start
    this.#offset = start.horizon - 1
    this.#position = { epoch: start.epoch, offset: this.#offset }
  }

  get start(): PartitionStart {
    return this.#start
  }
  /** The fold position: last folded offset, inclusive. */
  get offset(): number {
    return this.#offset
  }
  get position(): Position {
    if (this.#position.offset !== this.#offset) this.#position = { epoch: this.#start.epoch, offset: this.#offset }
    return this.#position
  }

  /** Moves the fold position; it never goes back. */
  moveTo(offset: number): void {
    if (offset > this.#offset) this.#offset = offset
  }

  restart(start: PartitionStart): void {
    this.#start = start
    this.#offset = start.horizon - 1
    this.#position = { epoch: start.epoch, offset: this.#offset }
  }
}
