import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folders = new Set<string>()
let isWatchingExit = false

const remove = (folder: string): void => {
  rmSync(folder, { recursive: true, force: true })
  folders.delete(folder)
}

export interface TemporaryFolder {
  readonly path: string
  remove(): void
}

/** A fresh folder of the system's temporary ones; what is not removed before is removed when this process exits. */
export function temporaryFolder(name: string): TemporaryFolder {
  if (!isWatchingExit) process.once('exit', () => folders.forEach(remove))
  isWatchingExit = true
  const path = mkdtempSync(join(tmpdir(), `tickwall-${name}-`))
  folders.add(path)
  return { path, remove: () => remove(path) }
}
