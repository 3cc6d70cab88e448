import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const retryMs = 200

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/**
 * The pid a file was left by, or null when that process is gone, the file is unreadable, or the file is older than
 * the machine's last start (then the pid belongs to a stranger).
 * @param {string} file
 * @returns {number | null}
 */
export function livingOwner(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    const bootedAtMs = Date.now() - uptime() * 1000
    return Number.isInteger(pid) && pid > 0 && statSync(file).mtimeMs > bootedAtMs && isAlive(pid) ? pid : null
  } catch {
    return null // gone between listing and reading: nobody holds it
  }
}

/** @param {string} file */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    return false
  }
}

/**
 * Runs the body while no other process of this clone holds the same lock; a lock whose owner died is taken over.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} body
 * @param {(ownerPid: number) => void} [onWait] told once, when another process holds the lock
 * @returns {Promise<T>}
 */
export async function withLock(file, body, onWait = () => {}) {
  mkdirSync(dirname(file), { recursive: true })
  let hasTold = false
  while (!take(file)) {
    const owner = livingOwner(file)
    if (owner === null) {
      // Two may find the same dead owner: only the one that gets the breaker may remove the lock.
      const breaker = `${file}.break`
      if (take(breaker)) {
        if (livingOwner(file) === null) rmSync(file, { force: true })
        rmSync(breaker, { force: true })
        continue
      }
      if (livingOwner(breaker) === null) rmSync(breaker, { force: true })
    } else if (!hasTold) {
      hasTold = true
      onWait(owner)
    }
    await sleep(retryMs)
  }
  const release = () => rmSync(file, { force: true })
  process.once('exit', release)
  try {
    return await body()
  } finally {
    process.off('exit', release)
    release()
  }
}
