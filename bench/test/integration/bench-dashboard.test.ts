import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../../src/report/report.js'

/** The benchmark itself, so short that its figures say nothing: whether it still measures, not what. */
const main = fileURLToPath(new URL('../../dist/dashboard/main.js', import.meta.url))

/** Seconds on a machine of its own; a busy one may take its time. */
const PATIENCE_MS = 280_000

describe('npm run bench:dashboard', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tickwall-bench-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it(
    'measures our chart and the other one in real browsers, and reports figures',
    async () => {
      const json = join(folder, 'report.json')
      const args = ['--runs', '1', '--seconds', '1', '--scale', '0.05', '--only', 'candles', '--json', json]
      const { stdout } = await promisify(execFile)(process.execPath, [main, ...args], { timeout: PATIENCE_MS })
      const report = JSON.parse(await readFile(json, 'utf8')) as Report
      expect(report.remarks.filter((remark) => remark.includes('failed'))).toEqual([])
      expect(report.command).toBe(`npm run bench:dashboard -- ${args.join(' ')}`)
      const costs = report.bars.filter(({ name }) => name.includes('processes of page and worker'))
      expect(costs.map(({ name }) => name.split(', ').slice(1).join(', '))).toEqual([
        'ours against lightweight-charts 5.2',
        'ours',
        'lightweight-charts 5.2',
      ])
      for (const { name } of costs) expect(stdout).toContain(name)
      for (const { value } of costs.slice(1)) expect(value).toBeGreaterThanOrEqual(0)
    },
    PATIENCE_MS + 20_000,
  )
})
