import { spawn } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { startChild, until } from '@tickwall/tools'

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false // the question is whether it throws
  }
}

const gone = (pid: number): Promise<void> =>
  until(() => Promise.resolve(!isAlive(pid)), { what: 'end', timeoutMs: 10_000 })

/** A program that ignores SIGTERM and has a child of its own, whose pid it prints. */
const stubborn = `
  process.on('SIGTERM', () => {})
  const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  console.log(child.pid)
  setInterval(() => {}, 1000)`

describe('startChild', () => {
  it('stops a process that ignores SIGTERM, and what it started', async () => {
    let grandchild = 0
    const child = await startChild(process.execPath, ['-e', stubborn], {
      graceMs: 200,
      onLine: (line) => (grandchild = Number(line)),
    })
    await until(() => Promise.resolve(grandchild > 0), { what: 'its first line', timeoutMs: 10_000, child })
    expect(await child.stop()).toEqual({ code: null, signal: 'SIGKILL' })
    await gone(grandchild)
    expect(child.output().trim()).toBe(String(grandchild))
  })

  it('reports the code of a process that ends by itself, and stops it again without harm', async () => {
    const child = await startChild(process.execPath, ['-e', 'process.exit(3)'])
    expect(await child.exited).toEqual({ code: 3, signal: null })
    expect(await child.stop()).toEqual({ code: 3, signal: null })
  })

  it('rejects when there is no such program', async () => {
    await expect(startChild('/nonexistent', [])).rejects.toThrow('ENOENT')
  })
})

describe('a leash', () => {
  const parentOf = (end: string): string => `
    import { startChild } from '@tickwall/tools'
    const child = await startChild(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    console.log(child.pid)
    ${end}`

  /** Runs a parent to its end and returns the pid of the child it leaves. */
  const run = (script: string): Promise<number> =>
    new Promise((resolve) => {
      let printed = ''
      const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      parent.stdout.on('data', (text: Buffer) => {
        printed += text.toString()
      })
      parent.once('close', () => resolve(Number(printed)))
    })

  it.each([
    ['exits', 'process.exit(0)'],
    ['crashes', 'process.abort()'],
    ['is killed', "process.kill(process.pid, 'SIGKILL')"],
  ])('ends a child whose parent %s', async (_, end) => {
    const pid = await run(parentOf(end))
    expect(pid).toBeGreaterThan(0)
    await gone(pid)
  })
})
