import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { root } from './repository.mjs'

/** The environment for a gateway: the caller's, and what it leaves open from `.env` in the clone, where there is one. */
export function callerEnv() {
  const file = join(root, '.env')
  return { ...(existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}), ...process.env }
}
