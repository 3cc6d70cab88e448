import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readKept, writeKept } from './kept-choices.js'

const storageOf = (entries: Record<string, string>): Storage => {
  const map = new Map(Object.entries(entries))
  return {
    get length() {
      return map.size
    },
    key: (index: number) => [...map.keys()][index] ?? null,
    getItem: (name: string) => map.get(name) ?? null,
  } as Storage
}

it('reads back what is kept, and only what is ours', () => {
  const text = writeKept(storageOf({ 'tickwall.b': '{"a":1}', other: 'x', 'tickwall.a': '中' }))
  expect(readKept(text)).toEqual([
    ['tickwall.a', '中'],
    ['tickwall.b', '{"a":1}'],
  ])
})

it('takes no other file, and never throws', () => {
  const files = ['', '{', 'null', '[]', '{"product":"tickwall","version":2,"kept":{}}', '{"product":"x","kept":{}}']
  expect(files.map(readKept)).toEqual(files.map(() => null))
  expect(readKept('{"product":"tickwall","version":1,"kept":{"tickwall.a":1,"b":"c","tickwall.d":"e"}}')).toEqual([
    ['tickwall.d', 'e'],
  ])
  fc.assert(fc.property(fc.json(), (text) => void readKept(text)))
})
