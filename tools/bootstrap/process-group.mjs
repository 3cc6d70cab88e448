import { spawnSync } from 'node:child_process'

/**
 * Sends a signal to a process and everything it started; false when there is nothing left to receive it. The process must have been
 * started `detached`, so that it leads a group of its own.
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export function endGroup(pid, signal) {
  if (process.platform === 'win32') {
    // Windows has no groups and no signals: the tree is ended at once.
    return spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' }).status === 0
  }
  try {
    process.kill(-pid, signal)
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') return false
    throw error
  }
}
