import { endingCode } from './children.mjs'
import { Refusal, requireNode } from './repository.mjs'

/**
 * Runs a script's body and makes its result the exit code. A Refusal ends the script with one sentence, and with the
 * signal's code and no sentence when Ctrl-C was the reason.
 * @param {() => Promise<number>} body
 */
export async function main(body) {
  try {
    requireNode()
    process.exitCode = await body()
  } catch (error) {
    const signalled = endingCode()
    if (signalled === null && !(error instanceof Refusal)) throw error
    if (signalled === null) console.error(`tickwall: ${/** @type {Error} */ (error).message}`)
    process.exitCode = signalled ?? 1
  }
}
