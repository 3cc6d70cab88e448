import { isAbsolute } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseOptions } from './options.js'

const ROWS = ['shared', 'bytes']

describe('parseOptions', () => {
  it('measures every row five times, for itself', () => {
    expect(parseOptions([], ROWS)).toEqual({
      ...{ json: null, runs: 5, seconds: 5, only: [], isStrict: false, profile: null, scale: 1, centrifugo: null },
    })
  })
  it('takes rows by name, and files from anywhere', () => {
    const { only, json, runs, isStrict } = parseOptions(
      ['--only', 'bytes', '--only', 'shared', '--json', 'a.json', '--runs', '1', '--strict'],
      ROWS,
    )
    expect({ only, runs, isStrict }).toEqual({ only: ['bytes', 'shared'], runs: 1, isStrict: true })
    expect(isAbsolute(json ?? '')).toBe(true)
  })
  it.each([
    [['--runs', '0'], '--runs'],
    [['--seconds', '1.5'], '--seconds'],
    [['--scale', '2'], '--scale'],
    [['--only', 'nothing'], 'there are shared, bytes'],
    [['--nothing'], '--nothing'],
  ])('refuses %j in words', (args, words) => expect(() => parseOptions(args, ROWS)).toThrow(words))
})
