import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const ignoredFolders = new Set(['node_modules', 'dist', '.cache', 'coverage', 'test'])

/** Whether a file can change what a build produces: tests and the compiler's own notes cannot. */
/** @param {string} name */
const isSource = (name) => !name.endsWith('.tsbuildinfo') && !/\.test\.tsx?$/.test(name) && !name.endsWith('.md')

/**
 * The files below a folder that a build reads, in a fixed order.
 * @param {string} folder
 * @returns {string[]}
 */
function sourceFiles(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return ignoredFolders.has(entry.name) ? [] : sourceFiles(path)
    return entry.isFile() && isSource(entry.name) ? [path] : []
  })
}

/**
 * A hash over name and content of all sources of some folders and single files: equal as long as a build would produce
 * the same. Contents, not times, so that a checkout or a copy of a clone does not look like a change.
 * @param {readonly string[]} folders absolute
 * @param {readonly string[]} [files] absolute, e.g. the lockfile
 */
export function stampOf(folders, files = []) {
  const hash = createHash('sha256')
  for (const folder of folders) {
    for (const path of sourceFiles(folder)) {
      hash.update(path.slice(folder.length).replaceAll('\\', '/')).update('\0').update(readFileSync(path)).update('\0')
    }
    hash.update('\0folder\0')
  }
  for (const file of files) hash.update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}
