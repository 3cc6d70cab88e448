import { compareReceived, type RecordedRecord } from './recorded-record.js'
import { openRecordingFile } from './recording-file.js'
import { SeriesTable } from './series-table.js'

type Batches = AsyncGenerator<readonly RecordedRecord[]> | Generator<readonly RecordedRecord[]>

/**
 * Every record of some recording files, trades and quotes (and metrics) merged into the order in which their recorder saw them; rows
 * of one moment keep the order of the files given. The same files always give the same sequence. Large files are streamed.
 * Throws an OperatingFault `badRecording` for a file that cannot be read or that has columns of another kind.
 */
export async function* readRecording(paths: readonly string[]): AsyncGenerator<RecordedRecord> {
  const heads: Head[] = []
  const tables: SeriesTable[] = []
  try {
    for (const path of paths) {
      const content = await openRecordingFile(path)
      if (content instanceof SeriesTable) {
        tables.push(content)
        continue
      }
      const head = new Head(content)
      heads.push(head)
      await head.next()
    }
    // Metrics have no receive time of their own: they begin with the market, or alone.
    const starts = heads.flatMap(({ record }) => (record === null ? [] : [record.received.ms]))
    const startMs = starts.length === 0 ? null : Math.min(...starts)
    for (const table of tables) {
      const head = new Head(table.records(startMs))
      heads.push(head)
      await head.next()
    }
    for (;;) {
      let first: Head | null = null
      for (const head of heads) if (isBefore(head, first)) first = head
      if (first?.record == null) return
      yield first.record
      if (!first.step()) await first.next()
    }
  } finally {
    await Promise.all(heads.map((head) => head.end()))
  }
}

/** Whether a head's record comes before that of the best head so far; equal ones leave the earlier file first. */
const isBefore = (head: Head, best: Head | null) =>
  head.record !== null && (best?.record == null || compareReceived(head.record.received, best.record.received) < 0)

/** The next record of one file. */
class Head {
  record: RecordedRecord | null = null
  readonly #batches: Batches
  #batch: readonly RecordedRecord[] = []
  #index = 0

  constructor(batches: Batches) {
    this.#batches = batches
  }

  /** Goes on within what was read already; false when that is used up. */
  step(): boolean {
    this.record = this.#batch[++this.#index] ?? null
    return this.record !== null
  }

  async next(): Promise<void> {
    do {
      const { done, value } = await this.#batches.next()
      if (done === true) {
        this.record = null
        return
      }
      this.#batch = value
      this.#index = 0
      this.record = value[0] ?? null
    } while (this.record === null)
  }

  async end(): Promise<void> {
    await this.#batches.return(undefined)
  }
}
