import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { QUOTES_HEADER, recordingRows, TRADES_HEADER } from './recording-rows.js'

/** Rows of another version of the generator are another recording. */
const VERSION = 1

/** The name under which a seed's recording is written. */
export const generatedName = (seed: number): string => `generated_${VERSION}_${seed}`

/**
 * Writes `<name>_trades.csv.gz` and `<name>_quotes.csv.gz` of a made-up market in the format of the real recordings, within two seconds
 * or so; files that are there already are kept, for they are the same. Returns the name.
 */
export function writeRecording(folder: string, seed: number): string {
  const name = generatedName(seed)
  const tradesFile = join(folder, `${name}_trades.csv.gz`)
  const quotesFile = join(folder, `${name}_quotes.csv.gz`)
  if (existsSync(tradesFile) && existsSync(quotesFile)) return name
  mkdirSync(folder, { recursive: true })
  const { trades, quotes } = recordingRows(seed)
  writeWhole(tradesFile, [TRADES_HEADER, ...trades])
  writeWhole(quotesFile, [QUOTES_HEADER, ...quotes])
  return name
}

/** Several test processes may write at once: what is seen under the final name is complete. */
function writeWhole(file: string, lines: readonly string[]): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, gzipSync(`${lines.join('\n')}\n`, { level: 4 }))
  renameSync(draft, file)
}
