import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseSoakOptions } from './soak-options.js'

describe('parseSoakOptions', () => {
  it('takes half an hour and writes nothing unless told', () =>
    expect(parseSoakOptions([])).toEqual({ minutes: 30, json: null, chart: null, samples: null }))
  it('takes a time and files', () =>
    expect(parseSoakOptions(['--minutes', '2.5', '--json', 'a.json', '--chart', 'b.svg'])).toEqual({
      ...{ minutes: 2.5, json: resolve('a.json'), chart: resolve('b.svg'), samples: null },
    }))
  it.each([['0'], ['-1'], ['x'], ['2000']])('refuses %s minutes', (minutes) =>
    expect(() => parseSoakOptions([`--minutes=${minutes}`])).toThrow('--minutes'),
  )
})
