import { describe, expect, it } from 'vitest'
import { bar } from '../report/index.js'
import { compareReports, comparisonText, readReport } from './compare.js'

const age = (value: number) => bar('age', value, 'ms', 'lower', 700)
const verdict = (earlier: ReturnType<typeof bar>, later: ReturnType<typeof bar>): string | undefined =>
  compareReports({ bars: [earlier] }, { bars: [later] }).changes[0]?.verdict

describe('compareReports', () => {
  it('tells worse from better by the direction of the bound, beyond noise', () => {
    expect(verdict(age(400), age(459))).toBe('same')
    expect(verdict(age(400), age(461))).toBe('worse')
    expect(verdict(age(400), age(300))).toBe('better')
    expect(verdict(bar('held', 5000, '', 'higher', 100), bar('held', 4000, '', 'higher', 100))).toBe('worse')
  })
  it('a bound that is missed now is worse, however little is between', () => {
    expect(verdict(age(699), age(701))).toBe('worse')
    expect(verdict(age(701), age(699))).toBe('better')
    expect(verdict(bar('gaps', 0, '', 'lower', 0), bar('gaps', 1, '', 'lower', 0))).toBe('worse')
  })
  it('does not judge a figure without a bound', () =>
    expect(verdict(bar('cpu', 10, '%', 'lower'), bar('cpu', 90, '%', 'lower'))).toBe('same'))
  it('names what only one of them has', () => {
    const { onlyEarlier, onlyLater } = compareReports({ bars: [age(1)] }, { bars: [bar('new', 1, '', 'lower')] })
    expect([onlyEarlier, onlyLater]).toEqual([['age'], ['new']])
  })
})

describe('comparisonText', () => {
  it('tells first what got worse', () => {
    const earlier = { bars: [age(100), bar('held', 10, '', 'higher', 1)] }
    const later = { bars: [age(600), bar('held', 20, '', 'higher', 1)] }
    expect(comparisonText(compareReports(earlier, later)).split('\n').slice(0, 2)).toEqual([
      'worse  age: 100 → 600 ms',
      'better held: 10 → 20',
    ])
  })
})

describe('readReport', () => {
  it('refuses what is no report', () => {
    expect(readReport('{"bars":[]}').bars).toEqual([])
    for (const text of ['null', '[]', '{"bars":1}']) expect(() => readReport(text)).toThrow('no report')
  })
})
