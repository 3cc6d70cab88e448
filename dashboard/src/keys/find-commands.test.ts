import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findCommands } from './find-commands.js'
import { fuzzyMatch } from './fuzzy-match.js'
import type { PageCommand } from './page-command.js'

const command = (id: string, text: string, also = ''): PageCommand => ({
  id,
  group: 'action',
  text,
  also,
  run: () => undefined,
})
const commands = [
  command('trade', 'Open Trade'),
  command('light', 'Theme: Light', 'setting theme light'),
  command('dark', 'Theme: Dark'),
  command('zh', '主题：深色', 'theme dark'),
]
const ids = (query: string, recent: readonly string[] = [], limit = 9) =>
  findCommands(query, commands, recent, limit).map((found) => found.command.id)

describe('fuzzyMatch', () => {
  it.each([
    ['', 'Open', []],
    ['tr', 'Open Trade', [5, 6]],
    ['od', 'Open Dark', [0, 5]],
    ['OT', 'Open Trade', [0, 5]],
    ['xyz', 'Open', null],
    ['深', '主题：深色', [3]],
  ] as const)('%j in %j is at %j', (query, text, at) => {
    expect(fuzzyMatch(query, text)?.at ?? null).toEqual(at)
  })

  it('answers places of the right letters in order, or null when there is no way', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', ':') })
    fc.assert(
      fc.property(letters, letters, (query, text) => {
        const found = fuzzyMatch(query, text)
        const wanted = query.replace(/\s+/g, '')
        if (found === null) {
          let from = 0
          const isThere = [...wanted].every((letter) => (from = text.indexOf(letter, from) + 1) > 0)
          expect(isThere && wanted !== '').toBe(false)
          return
        }
        expect([...found.at].sort((a, b) => a - b)).toEqual(found.at)
        const marked = found.at.map((at) => text[at]).join('')
        expect(marked.replace(/\s+/g, '')).toBe(wanted)
      }),
    )
  })
})

describe('findCommands', () => {
  it('leads with the recent ones, newest first, where nothing is asked', () => {
    expect(ids('', ['dark', 'zh'])).toEqual(['dark', 'zh', 'trade', 'light'])
  })
  it('leads with the better match where something is asked, and finds by other words', () => {
    expect(ids('light', ['trade'])).toEqual(['light'])
    expect(ids('theme', ['dark'])[0]).toBe('dark')
    expect(ids('dark')).toEqual(['dark', 'zh'])
  })
  it('answers no more than asked for', () => {
    expect(ids('', [], 2)).toHaveLength(2)
  })
})
