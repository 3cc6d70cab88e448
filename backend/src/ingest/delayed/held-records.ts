import type { LogRecord, PartitionStart } from '../source.js'

/** What has to wait for its time, of one partition: a record, a move of the fold position, or a new beginning. */
export type Held =
  | { readonly kind: 'record'; readonly record: LogRecord }
  | { readonly kind: 'advance'; readonly offset: number }
  | { readonly kind: 'open'; readonly start: PartitionStart }

interface Entry {
  readonly held: Held
  /** From when on it may be known, ms. */
  readonly dueMs: number
}

/** Entries before the head are let go so many at a time. */
const LET_GO = 1024

/** What one partition holds back, in the order of its log: nothing overtakes what came before it. */
export class HeldRecords {
  #entries: Entry[] = []
  #head = 0

  get size(): number {
    return this.#entries.length - this.#head
  }

  add(held: Held, dueMs: number): void {
    this.#entries.push({ held, dueMs })
  }

  /** What has come due, `count` at most, oldest first. */
  take(nowMs: number, count: number): Held[] {
    const due: Held[] = []
    while (due.length < count) {
      const entry = this.#entries[this.#head]
      if (entry === undefined || entry.dueMs > nowMs) break
      due.push(entry.held)
      this.#head += 1
    }
    if (this.#head >= LET_GO && this.#head * 2 >= this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head)
      this.#head = 0
    }
    return due
  }
}
