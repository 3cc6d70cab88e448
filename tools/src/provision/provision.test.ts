import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findOnPath } from './find-on-path.js'
import { javaMajor } from './java.js'
import { MissingPart, type Part } from './part.js'
import { locate, provision } from './provision.js'

/** A part that is built once; building fails with `reason` where one is given. */
function built(name: string, reason?: Error): Part & { builds: number } {
  const part = {
    name,
    builds: 0,
    find: () => (part.builds > 0 && reason === undefined ? `/${name}` : null),
    from: {
      kind: 'built' as const,
      build: () => {
        part.builds += 1
        return reason === undefined ? Promise.resolve() : Promise.reject(reason)
      },
    },
  }
  return part
}

describe('provision', () => {
  it('builds what is absent, once, and says so', async () => {
    const part = built('broker')
    const told: string[] = []
    await provision([part], ({ name }) => told.push(name))
    await provision([part], ({ name }) => told.push(name))
    expect(part.builds).toBe(1)
    expect(told).toEqual(['broker'])
    expect(await locate(part)).toBe('/broker')
  })

  it('names everything that has to be installed by hand, each once', async () => {
    const missing = [
      built('a', new MissingPart('Install Go.')),
      built('b', new MissingPart('Install Go.')),
      built('c', new MissingPart('Install Java.')),
    ]
    await expect(provision(missing)).rejects.toThrow(new MissingPart('Install Go. Install Java.'))
  })

  it('finishes the others before it fails', async () => {
    const good = built('good')
    await expect(provision([built('bad', new Error('disk full')), good])).rejects.toThrow('disk full')
    expect(good.find()).toBe('/good')
  })
})

describe('javaMajor', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "21" 2023-09-19', 21],
    ['java version "1.8.0_392"', 8],
    ['command not found', null],
  ])('of %j is %j', (printed, major) => {
    expect(javaMajor(printed)).toBe(major)
  })
})

describe('findOnPath', () => {
  let dir: string

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tickwall-path-'))
    writeFileSync(join(dir, 'program'), '')
    writeFileSync(join(dir, 'text'), '')
    chmodSync(join(dir, 'program'), 0o755)
  })

  afterEach(() => {
    rmSync(dir, { recursive: true })
  })

  it('takes the first name that PATH offers, programs only', () => {
    const env = { PATH: `/nowhere:${dir}` }
    expect(findOnPath(['absent', 'text', 'program'], env)).toBe(join(dir, 'program'))
    expect(findOnPath(['absent'], env)).toBe(null)
  })

  it('takes an absolute path as it is', () => {
    expect(findOnPath([join(dir, 'program')], {})).toBe(join(dir, 'program'))
    expect(findOnPath([join(dir, 'text')], {})).toBe(null)
  })
})
