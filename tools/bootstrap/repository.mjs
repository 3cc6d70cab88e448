import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The absolute path of the clone these scripts belong to, without a trailing slash. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** Where locks, stamps and marks of running gateways of this clone lie; git-ignored. */
export const stateDir = join(root, '.cache')

/** A failure the caller can act on: printed as one sentence, without a stack. */
export class Refusal extends Error {}

/**
 * Whether a Node version satisfies a range of the forms `^20.19.0 || >=24` that package.json uses.
 * @param {string} version without a leading v
 * @param {string} range
 */
export function satisfies(version, range) {
  const actual = version.split('.').map(Number)
  return range.split('||').some((part) => {
    const [, operator, text] = /^\s*(\^|>=)\s*([\d.]+)\s*$/.exec(part) ?? []
    if (operator === undefined || text === undefined) return false
    const wanted = text.split('.').map(Number)
    if (operator === '^' && actual[0] !== wanted[0]) return false
    for (let index = 0; index < 3; index++) {
      const difference = (actual[index] ?? 0) - (wanted[index] ?? 0)
      if (difference !== 0) return difference > 0
    }
    return true
  })
}

/** Throws a Refusal when this Node is not one that package.json names. */
export function requireNode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  if (satisfies(process.versions.node, engines.node)) return
  throw new Refusal(`Tickwall needs Node ${engines.node}; this is ${process.versions.node}. Install a newer Node.`)
}
