import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../../src/report/report.js'

/** The benchmark itself, with loads so small that its figures say nothing: whether it still measures, not what. */
const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

describe('npm run bench', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tickwall-bench-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('measures a gateway and the floor in processes of their own, and reports figures', async () => {
    const json = join(folder, 'report.json')
    const args = [
      '--runs',
      '1',
      '--seconds',
      '1',
      '--scale',
      '0.004',
      '--only',
      'shared',
      '--only',
      'bytes',
      '--json',
      json,
    ]
    const { stdout } = await promisify(execFile)(process.execPath, [main, ...args], { timeout: 90_000 })
    const report = JSON.parse(await readFile(json, 'utf8')) as Report
    expect(report.runs).toBe(1)
    expect(report.command).toBe(`npm run bench -- ${args.join(' ')}`)
    expect(report.bars.length).toBeGreaterThanOrEqual(8)
    for (const { name, value, better, pass } of report.bars) {
      expect(name).not.toBe('')
      expect(value, name).toBeGreaterThan(0)
      expect(['lower', 'higher']).toContain(better)
      expect(typeof pass, name).toBe('boolean')
      expect(stdout).toContain(name)
    }
    expect(report.bars.some(({ name, limit }) => name.includes('12 sockets') && limit === 1.4)).toBe(true)
  })

  it('refuses what it does not know, in words', async () => {
    const ended = promisify(execFile)(process.execPath, [main, '--only', 'nothing'], { timeout: 30_000 })
    await expect(ended).rejects.toMatchObject({ stderr: expect.stringContaining('there are shared') as string })
  })
})
