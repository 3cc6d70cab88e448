import { spawnSync } from 'node:child_process'
import { auditVerdict } from './audit-verdict.js'
import { repositoryRoot } from './repository.js'

/** Asks the registry for advisories on what is shipped. Where it cannot be asked, that is said, and nothing is proven. */
const TIMEOUT_MS = 60_000

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  cwd: repositoryRoot,
  encoding: 'utf8',
  timeout: TIMEOUT_MS,
  // npm is a script on Windows.
  shell: process.platform === 'win32',
})
const audit = auditVerdict(stdout ?? '')
switch (audit.verdict) {
  case 'clean':
    console.log('No dependency that is shipped has an advisory of high or critical severity.')
    break
  case 'vulnerable':
    console.error(`Advisories of high or critical severity: ${audit.packages.join(', ')}. See \`npm audit\`.`)
    process.exitCode = 1
    break
  case 'unknown':
    console.log('Not audited: the registry does not answer, or does not audit.')
    break
}
