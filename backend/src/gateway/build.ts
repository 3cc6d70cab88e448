import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }

export const PRODUCT = { name: 'tickwall', version: manifest.version } as const

/**
 * The build that `hello` and `/version.json` announce: the version, and a hash of the dashboard's page where there is one.
 * The page names all its files by their content, so a page that runs knows by this when it is out of date.
 */
export function buildId(dashboardDir: string): string {
  const page = join(dashboardDir, 'index.html')
  if (!existsSync(page)) return PRODUCT.version
  const hash = createHash('sha256').update(readFileSync(page)).digest('hex')
  return `${PRODUCT.version}-${hash.slice(0, 8)}`
}
