import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDir } from '../repository.js'

/** A folder of the cache whose name follows from the files that pin its content: a changed pin is another folder. */
export function cachedFolder(name: string, pins: readonly string[]): string {
  const hash = createHash('sha256')
  for (const pin of pins) hash.update(readFileSync(pin))
  return join(cacheDir(), `${name}-${hash.digest('hex').slice(0, 12)}`)
}

/**
 * Lets `fill` fill a folder and puts it in place at once, so that nobody ever sees half of it; of two that fill it at the same
 * time the first wins.
 */
export async function fillFolder(folder: string, fill: (path: string) => Promise<void>): Promise<void> {
  mkdirSync(cacheDir(), { recursive: true })
  const draft = mkdtempSync(`${folder}.draft-`)
  try {
    await fill(draft)
    if (!existsSync(folder)) renameSync(draft, folder)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}
