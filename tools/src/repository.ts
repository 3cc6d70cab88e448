import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The absolute path of the clone, the same from `src` and from `dist`; no trailing slash. */
export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** Where what was provisioned is kept between runs: `TICKWALL_CACHE`, default `.cache` in the clone. */
export const cacheDir = (env: NodeJS.ProcessEnv = process.env): string =>
  resolve(repositoryRoot, env.TICKWALL_CACHE || '.cache')
