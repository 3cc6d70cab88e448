import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findRecording, REAL_RECORDING } from './find-recording.js'

describe('findRecording', { timeout: 60_000 }, () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tickwall-find-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('takes the real recording of RECORDINGS', () => {
    for (const kind of ['trades', 'quotes']) writeFileSync(join(folder, `${REAL_RECORDING}_${kind}.csv.gz`), '')
    expect(findRecording({ RECORDINGS: folder, TICKWALL_CACHE: join(folder, 'cache') })).toEqual({
      dir: folder,
      name: REAL_RECORDING,
      generated: false,
    })
    expect(existsSync(join(folder, 'cache'))).toBe(false)
  })

  it('makes one in the cache folder where there is none', () => {
    const empty = join(folder, 'empty')
    mkdirSync(empty)
    const found = findRecording({ RECORDINGS: empty, TICKWALL_CACHE: join(folder, 'cache') })
    expect(found.generated).toBe(true)
    expect(found.dir).toBe(join(folder, 'cache', 'recordings'))
    for (const kind of ['trades', 'quotes']) {
      expect(existsSync(join(found.dir, `${found.name}_${kind}.csv.gz`))).toBe(true)
    }
  })
})
