import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COLUMN_KEYS, COLUMN_LAYOUT, fitColumns } from './columns.js'
import {
  NO_PREFERENCES,
  readAddress,
  readPreferences,
  speakableLanguage,
  themeFor,
  usualDirection,
} from './preferences.js'

describe('readPreferences', () => {
  it('reads back what was stored', () => {
    const chosen = {
      ...NO_PREFERENCES,
      language: 'zh-CN',
      direction: 'blue-orange',
      columns: ['symbol', 'age'],
      listPx: 400,
    }
    expect(readPreferences(JSON.stringify(chosen))).toEqual(chosen)
  })
  it('takes anything else for no choice, and never throws', () => {
    for (const stored of [
      null,
      '',
      '{',
      '[]',
      'null',
      '7',
      '{"language":"tlh","theme":1,"columns":"x","listPx":"9"}',
    ]) {
      expect(readPreferences(stored)).toEqual(NO_PREFERENCES)
    }
    fc.assert(fc.property(fc.json(), (stored) => void readPreferences(stored)))
  })
})

it.each([
  [null, { prefersLight: true, prefersContrast: false }, 'dark'],
  [null, { prefersLight: true, prefersContrast: true }, 'contrast'],
  ['system', { prefersLight: true, prefersContrast: false }, 'light'],
  ['system', { prefersLight: false, prefersContrast: false }, 'dark'],
  ['system', { prefersLight: true, prefersContrast: true }, 'contrast'],
  ['night', { prefersLight: true, prefersContrast: true }, 'night'],
] as const)('the picture for the choice %s on a device that wishes %o is %s', (choice, wishes, theme) => {
  expect(themeFor(choice, wishes)).toBe(theme)
})

it('reads the address, and only what it knows', () => {
  expect(readAddress('?lang=zh-CN&dir=red-up&theme=night')).toEqual({
    language: 'zh-CN',
    direction: 'red-up',
    theme: 'night',
  })
  expect(readAddress('?lang=xx&dir=up')).toEqual({ language: null, direction: null, theme: null })
})

it('speaks the first language it can, and red is up where it is', () => {
  expect(speakableLanguage(['fr', 'zh-TW', 'en'])).toBe('zh-CN')
  expect(speakableLanguage(['de'])).toBe('en')
  expect(['zh-CN', 'ja', 'ko-KR', 'en', 'kok'].map(usualDirection)).toEqual([
    'red-up',
    'red-up',
    'red-up',
    'green-up',
    'green-up',
  ])
})

it('fits columns into the width, the symbol always, in display order', () => {
  fc.assert(
    fc.property(fc.subarray([...COLUMN_KEYS]), fc.integer({ min: 0, max: 1200 }), (chosen, widthPx) => {
      const fits = fitColumns(chosen, widthPx)
      expect(fits).toContain('symbol')
      expect(fits).toEqual(COLUMN_KEYS.filter((key) => fits.includes(key)))
      const used = fits.reduce((sum, key) => sum + COLUMN_LAYOUT[key].widthPx, 0)
      if (fits.length > 1) expect(used).toBeLessThanOrEqual(widthPx)
      const dropped = chosen.filter((key) => !fits.includes(key)).map((key) => COLUMN_LAYOUT[key].weight)
      for (const weight of dropped) for (const key of fits) expect(COLUMN_LAYOUT[key].weight).toBeGreaterThan(weight)
    }),
  )
})
