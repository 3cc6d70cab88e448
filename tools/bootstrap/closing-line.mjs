/**
 * What vitest's JSON reporter writes, as far as it is counted here.
 * @typedef {{ status: 'passed' | 'failed' | 'skipped' | 'pending' | 'todo' | 'disabled' }} Assertion
 * @typedef {{ name: string, status: 'passed' | 'failed', message?: string, assertionResults: readonly Assertion[] }} TestFile
 * @typedef {{ testResults: readonly TestFile[] }} Report
 * @typedef {{ passed: number, failed: number, skipped: number, reasons: readonly string[] }} Tally
 */

/**
 * Counts a run. A file that failed without a failed test (it did not load, or a hook threw) counts as one failure, and so does a runner that
 * ended with an error nobody reported, or that left no report.
 * @param {Report | null} report null when the runner wrote none
 * @param {number} exitCode the runner's
 * @returns {Tally}
 */
export function tally(report, exitCode) {
  let passed = 0
  let failed = 0
  let skipped = 0
  /** @type {string[]} */
  const reasons = []
  for (const file of report?.testResults ?? []) {
    /** @param {Assertion['status']} status */
    const count = (status) => file.assertionResults.filter((assertion) => assertion.status === status).length
    const ownFailures = count('failed')
    passed += count('passed')
    failed += ownFailures
    skipped += file.assertionResults.length - count('passed') - ownFailures
    if (file.status === 'failed' && ownFailures === 0) {
      failed += 1
      reasons.push(`${file.name} failed outside its tests.`)
    }
  }
  if (passed + failed === 0) reasons.push('No test ran.')
  if (exitCode !== 0 && failed === 0) {
    failed += 1
    reasons.push(`The test runner ended with code ${exitCode}.`)
  }
  if (skipped > 0) reasons.push('Nothing may be skipped.')
  return { passed, failed, skipped, reasons }
}

/** @param {Tally} tally */
export const isGreen = ({ passed, failed, skipped }) => passed > 0 && failed === 0 && skipped === 0

/** @param {Tally} tally */
export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
