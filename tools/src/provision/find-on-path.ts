import { accessSync, constants } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'

/** The absolute path of the first of some programs that PATH offers, or null; names that are already absolute are checked as they are. */
export function findOnPath(names: readonly string[], env: NodeJS.ProcessEnv = process.env): string | null {
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter((folder) => folder !== '')
  // Debian keeps servers in sbin, which an ordinary user's PATH lacks.
  if (process.platform !== 'win32') folders.push('/usr/sbin', '/usr/local/sbin')
  const endings = process.platform === 'win32' ? ['.exe', ''] : ['']
  const candidates = names.flatMap((name) =>
    isAbsolute(name) ? [name] : folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending))),
  )
  return candidates.find(isExecutable) ?? null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // absent or not ours to run: the next candidate
  }
}
