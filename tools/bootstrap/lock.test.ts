import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { livingOwner, withLock } from './lock.mjs'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tickwall-lock-'))
  file = join(folder, 'build.lock')
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** A pid that was alive a moment ago and is not any more. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '0']).pid

describe('withLock', () => {
  it('lets one body run at a time', async () => {
    let inside = 0
    let most = 0
    const body = async (): Promise<void> => {
      most = Math.max(most, ++inside)
      await new Promise((resolve) => setImmediate(resolve))
      inside -= 1
    }
    await Promise.all([withLock(file, body), withLock(file, body), withLock(file, body)])
    expect(most).toBe(1)
    expect(existsSync(file)).toBe(false)
  })

  it('takes over a lock whose owner has died', async () => {
    writeFileSync(file, String(deadPid()))
    expect(await withLock(file, () => Promise.resolve('ran'))).toBe('ran')
  })

  it('takes over even when a breaker of the lock died as well', async () => {
    writeFileSync(file, String(deadPid()))
    writeFileSync(`${file}.break`, String(deadPid()))
    expect(await withLock(file, () => Promise.resolve('ran'))).toBe('ran')
  })

  it('is free again after a body that failed', async () => {
    await expect(withLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(existsSync(file)).toBe(false)
  })

  it('names the owner it waits for, once', async () => {
    const told: number[] = []
    const tell = (pid: number): unknown => told.push(pid)
    let second = Promise.resolve()
    await withLock(file, async () => {
      second = withLock(file, () => Promise.resolve(), tell)
      await Promise.resolve()
      expect(told).toEqual([process.pid])
    })
    await second
    expect(told).toEqual([process.pid])
  })
})

describe('livingOwner', () => {
  it('is nobody when the file is older than the last start of the machine', () => {
    writeFileSync(file, String(process.pid))
    expect(livingOwner(file)).toBe(process.pid)
    utimesSync(file, new Date(0), new Date(0))
    expect(livingOwner(file)).toBe(null)
  })

  it.each(['', 'x', '0', '-1'])('is nobody when the file holds %j', (text) => {
    writeFileSync(file, text)
    expect(livingOwner(file)).toBe(null)
  })
})
