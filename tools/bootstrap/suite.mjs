import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { benchmarks, chaos, ensureBuilt, product, testing } from './build.mjs'
import { runNode } from './children.mjs'
import { closingLine, isGreen, tally } from './closing-line.mjs'
import { ensureInstalled } from './install.mjs'
import { Refusal, root, stateDir } from './repository.mjs'

async function provision() {
  const code = await runNode(['tools/dist/provision/main.js'])
  // It has said in a sentence of its own what is missing.
  if (code !== 0) throw new Refusal('a part that the tests need is missing, and nothing is skipped; see above.')
}

/** Installs, builds and provisions all that the tests need; what is there already costs milliseconds. */
export async function prepareTests() {
  await ensureInstalled()
  await ensureBuilt(testing)
  // The broker's jars, k6 and the system's packages arrive while the dashboard is built.
  await Promise.all([provision(), ensureBuilt([...product, ...testing, benchmarks, chaos])])
}

/**
 * Runs the suite and prints as its last line how many tests passed and failed; the exit code is 0 only when some ran and all passed.
 * @param {readonly string[]} args vitest's own, e.g. a path to run only that
 * @returns {Promise<number>}
 */
export async function runSuite(args) {
  mkdirSync(stateDir, { recursive: true })
  const reportFile = join(stateDir, `test-report-${process.pid}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  try {
    const code = await runNode([join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...args])
    const report = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : null
    const result = tally(report, code)
    for (const reason of result.reasons) console.log(reason)
    console.log(closingLine(result))
    return isGreen(result) ? 0 : 1
  } finally {
    rmSync(reportFile, { force: true })
  }
}
