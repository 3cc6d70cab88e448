import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { stampOf } from './stamp.mjs'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tickwall-stamp-'))
  mkdirSync(join(folder, 'src'))
  writeFileSync(join(folder, 'src/a.ts'), 'export const a = 1\n')
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

const write = (path: string): void => writeFileSync(join(folder, path), 'changed\n')

describe('stampOf', () => {
  it('stays the same when only the times of files change', () => {
    const before = stampOf([folder])
    utimesSync(join(folder, 'src/a.ts'), new Date(0), new Date(0))
    expect(stampOf([folder])).toBe(before)
  })

  it.each(['src/a.ts', 'src/b.ts', 'package.json', 'index.html'])('changes with %s', (path) => {
    const before = stampOf([folder])
    write(path)
    expect(stampOf([folder])).not.toBe(before)
  })

  it.each(['src/a.test.ts', 'tsconfig.tsbuildinfo', 'README.md'])(
    'does not change with %s, which no build reads',
    (path) => {
      const before = stampOf([folder])
      write(path)
      expect(stampOf([folder])).toBe(before)
    },
  )

  it('does not change with what a build or npm writes', () => {
    const before = stampOf([folder])
    for (const name of ['dist', 'node_modules']) {
      mkdirSync(join(folder, name))
      write(`${name}/a.js`)
    }
    expect(stampOf([folder])).toBe(before)
  })

  it('tells a renamed file from the original', () => {
    const before = stampOf([folder])
    rmSync(join(folder, 'src/a.ts'))
    writeFileSync(join(folder, 'src/b.ts'), 'export const a = 1\n')
    expect(stampOf([folder])).not.toBe(before)
  })
})
