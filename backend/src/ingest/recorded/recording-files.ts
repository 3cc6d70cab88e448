import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { OperatingFault } from '../../observe/operating-fault.js'

/** The order of files is the order of rows received at the same moment. */
const endings = ['_trades.csv.gz', '_quotes.csv.gz', '.csv.gz', '_trades.csv', '_quotes.csv', '.csv']

/**
 * The files of some recordings of a folder: `<name>_trades.csv.gz` and `<name>_quotes.csv.gz`, or `<name>.csv.gz` for metrics; also
 * unpacked. Throws an OperatingFault `noRecording` when the folder cannot be read or holds no file of one of them.
 */
export async function recordingFiles(folder: string, names: readonly string[]): Promise<string[]> {
  const present = new Set(
    await readdir(folder).catch((cause: unknown) => {
      throw new OperatingFault('noRecording', 'The folder of recordings cannot be read', { retryable: false, cause })
    }),
  )
  return names.flatMap((name) => {
    const files = endings.map((ending) => `${name}${ending}`).filter((file) => present.has(file))
    if (files.length === 0) {
      throw new OperatingFault('noRecording', 'The folder of recordings holds no file of the one that is wanted', {
        retryable: false,
      })
    }
    return files.map((file) => join(folder, file))
  })
}
