import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, runNode } from './children.mjs'
import { withLock } from './lock.mjs'
import { Refusal, root, stateDir } from './repository.mjs'

/**
 * @typedef {{ packages?: Record<string, { version?: string, optional?: boolean, peer?: boolean, resolved?: string, link?: boolean }> }} Lockfile
 */

/**
 * Whether what npm noted in node_modules is what the lockfile asks for; optional packages (other platforms' binaries) may be absent.
 * @param {Lockfile} wanted package-lock.json
 * @param {Lockfile} installed node_modules/.package-lock.json
 */
export function isInstalled(wanted, installed) {
  return Object.entries(wanted.packages ?? {}).every(([path, { version, optional, link }]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true
    const found = installed.packages?.[path]
    if (found === undefined) return optional === true
    return link === true ? found.link === true : found.version === version
  })
}

function isFresh() {
  const noted = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(noted)) return false
  /** @param {string} path @returns {Lockfile} */
  const read = (path) => JSON.parse(readFileSync(path, 'utf8'))
  return isInstalled(read(join(root, 'package-lock.json')), read(noted))
}

/** @param {readonly string[]} args */
function npm(args) {
  const script = process.env.npm_execpath
  if (script !== undefined && /\.[cm]?js$/.test(script)) return runNode([script, ...args])
  // npm is a batch file on Windows, which only a shell starts.
  return run('npm', args, { shell: process.platform === 'win32' })
}

/** Installs the locked dependencies unless node_modules already holds exactly them; one process of a clone at a time. */
export async function ensureInstalled() {
  if (isFresh()) return
  await withLock(join(stateDir, 'install.lock'), async () => {
    if (isFresh()) return
    console.log('Installing dependencies …')
    // A present node_modules may be in use by a running gateway: it is completed, never emptied.
    const isPresent = existsSync(join(root, 'node_modules'))
    const command = isPresent ? ['install', '--no-save'] : ['ci']
    // NODE_ENV=production would leave the compiler out.
    const code = await npm([...command, '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'])
    if (code !== 0) throw new Refusal(`npm ${command[0]} failed with code ${code}; see its message above.`)
  })
}
