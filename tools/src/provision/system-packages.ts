import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { findOnPath } from './find-on-path.js'
import { runOrThrow } from './run-to-end.js'

/** Debian asks this program before a package starts its service; code 101 says no. */
const policy = '/usr/sbin/policy-rc.d'

/** Whether this process may install packages of the system: root, with apt-get. */
export const canInstall = (): boolean => process.getuid?.() === 0 && findOnPath(['apt-get']) !== null

/** Installs Debian packages without asking, without what they recommend, and without starting a service. */
export async function installPackages(packages: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // Another installation may be under way: wait for it instead of failing.
  const patience = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3', '-q', '-y']
  const ownPolicy = !existsSync(policy)
  if (ownPolicy) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    await runOrThrow('apt-get', [...patience, 'update'], { env })
    await runOrThrow('apt-get', [...patience, 'install', '--no-install-recommends', ...packages], { env })
  } finally {
    if (ownPolicy) rmSync(policy, { force: true })
  }
}
