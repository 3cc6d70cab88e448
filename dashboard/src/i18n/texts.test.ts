import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en as english } from './en.js'
import { zhCn } from './zh-cn.js'

const sources = join(import.meta.dirname, '..')

type Tree = { readonly [name: string]: string | Tree }
const flat = (tree: Tree, before = ''): Map<string, string> =>
  new Map(
    Object.entries(tree).flatMap(([name, value]) =>
      typeof value === 'string' ? [[before + name, value] as const] : [...flat(value, `${before}${name}.`)],
    ),
  )
const en = flat(english)
const zh = flat(zhCn as Tree)
const placeholders = (text: string | undefined) =>
  [...(text ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.(ts|vue)$/.test(name) && !name.endsWith('.test.ts'),
)
const keysOf = (pattern: RegExp) =>
  files.flatMap((file) =>
    [...readFileSync(join(sources, file), 'utf8').matchAll(pattern)].map(([, key = '']) => ({ file, key })),
  )

describe('the texts', () => {
  it('are the same in both languages, with the same values to fill in', () => {
    expect([...zh.keys()].sort()).toEqual([...en.keys()].sort())
    const differing = [...en].filter(([key, text]) => placeholders(text).join() !== placeholders(zh.get(key)).join())
    expect(differing).toEqual([])
  })

  it('have every group in one area only, so that no area hides what another says', () => {
    const groups = readdirSync(join(import.meta.dirname, 'en')).flatMap((file) =>
      [...readFileSync(join(import.meta.dirname, 'en', file), 'utf8').matchAll(/^ {2}(\w+):/gm)].map(
        ([, name]) => name,
      ),
    )
    expect(groups.length).toBeGreaterThan(15)
    expect(groups.filter((name, at) => groups.indexOf(name) !== at)).toEqual([])
    expect([...groups].sort()).toEqual(Object.keys(english).sort())
  })

  it('are there for every key that a source names', () => {
    const named = keysOf(/\bt\(\s*['"]([\w.]+)['"]/g)
    expect(named.length).toBeGreaterThan(50)
    expect(named.filter(({ key }) => !en.has(key))).toEqual([])
  })

  it('are there for every group of keys that a source names', () => {
    const groups = keysOf(/\bt\(\s*`([\w.]+)\.\$\{/g)
    expect(groups.length).toBeGreaterThan(3)
    expect(groups.filter(({ key }) => ![...en.keys()].some((known) => known.startsWith(`${key}.`)))).toEqual([])
  })

  it('are never empty', () => {
    expect([...en, ...zh].filter(([, text]) => text.trim() === '')).toEqual([])
  })
})
