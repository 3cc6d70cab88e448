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

/** Seconds on a machine of its own; a busy one may take its time. */
const PATIENCE_MS = 280_000

describe('npm run bench', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tickwall-bench-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it(
    'measures a gateway in both forms, and the floor, in processes of their own, and reports figures',
    async () => {
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
        '--only',
        'resume',
        '--json',
        json,
      ]
      const { stdout } = await promisify(execFile)(process.execPath, [main, ...args], { timeout: PATIENCE_MS })
      const report = JSON.parse(await readFile(json, 'utf8')) as Report
      expect(report.runs).toBe(1)
      expect(report.command).toBe(`npm run bench -- ${args.join(' ')}`)
      expect(report.bars.length).toBeGreaterThanOrEqual(22)
      for (const { name, value, better, pass } of report.bars) {
        expect(name).not.toBe('')
        expect(Number.isFinite(value), name).toBe(true)
        expect(['lower', 'higher']).toContain(better)
        expect(typeof pass, name).toBe('boolean')
        expect(stdout).toContain(name)
      }
      const cost = report.bars.find(({ name }) => name.includes('12 sockets') && name.endsWith('CPU a frame, Tickwall'))
      expect(cost?.value).toBeGreaterThan(0)
      expect(report.remarks.filter((remark) => remark.includes('failed'))).toEqual([])
      expect(report.bars.some(({ name, limit }) => name.includes('12 sockets') && limit === 1.4)).toBe(true)
    },
    PATIENCE_MS + 20_000,
  )

  it(
    'refuses what it does not know, in words',
    async () => {
      const ended = promisify(execFile)(process.execPath, [main, '--only', 'nothing'], { timeout: PATIENCE_MS })
      await expect(ended).rejects.toMatchObject({ stderr: expect.stringContaining('there are shared') as string })
    },
    PATIENCE_MS,
  )
})
