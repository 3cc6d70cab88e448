import { OperatingFault } from '../../observe/operating-fault.js'
import { marketRow } from './market-row.js'
import { compareReceived, type RecordedRecord } from './recorded-record.js'
import { SeriesTable } from './series-table.js'
import { textLines } from './text-lines.js'

type Batches = AsyncGenerator<readonly RecordedRecord[]>

/**
 * What a file holds, told by its header: rows of trades or quotes in batches, to be streamed, or series of metrics, taken as a whole.
 * Throws an OperatingFault `badRecording` for a file that cannot be read, now or in the middle, or whose columns are unknown.
 */
export async function openRecordingFile(path: string): Promise<Batches | SeriesTable> {
  const lines = guarded(textLines(path))
  const first = await lines.next()
  const [headerLine = '', ...rest] = first.done === true ? [] : first.value
  const header = headerLine.split(',')
  const rows = (async function* () {
    try {
      yield rest
      yield* lines
    } finally {
      // A reader that leaves within the first batch has not reached the lines.
      await lines.return(undefined)
    }
  })()
  if (header.join() === 'series,ts,value') {
    const table = new SeriesTable()
    for await (const batch of rows) for (const line of batch) table.add(line.split(','))
    return table
  }
  const parse = marketRow(header)
  if (parse === null) {
    await lines.return(undefined)
    throw new OperatingFault('badRecording', 'A recording has unknown columns', { retryable: false })
  }
  const records = (async function* () {
    for await (const batch of rows) yield batch.flatMap((line) => parse(line.split(',')) ?? [])
  })()
  // Excerpts of several feeds one after the other, each some thousand rows, and the only ones that count receipt in seconds.
  return header.includes('recv_s') ? sorted(records) : records
}

async function* sorted(batches: Batches): Batches {
  const all: RecordedRecord[] = []
  for await (const batch of batches) for (const record of batch) all.push(record)
  yield all.sort((a, b) => compareReceived(a.received, b.received))
}

/** The file system's and gzip's errors as ours. */
async function* guarded(lines: AsyncGenerator<string[]>): AsyncGenerator<string[]> {
  try {
    yield* lines
  } catch (cause) {
    throw new OperatingFault('badRecording', 'A recording cannot be read', { retryable: false, cause })
  }
}
