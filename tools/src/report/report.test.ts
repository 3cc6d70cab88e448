import { describe, expect, it } from 'vitest'
import { markdown } from './markdown.js'
import { bar } from './report.js'

describe('bar', () => {
  it('is judged by its bound, on the exact value', () => {
    expect(bar('cost', 1.4, '×', 'lower', 1.4).pass).toBe(true)
    expect(bar('cost', 1.4001, '×', 'lower', 1.4)).toMatchObject({ value: 1.4, pass: false })
    expect(bar('speed', 300_000, '/s', 'higher', 300_000).pass).toBe(true)
    expect(bar('speed', 299_999, '/s', 'higher', 300_000).pass).toBe(false)
  })
  it('without a bound is only told', () =>
    expect(bar('cost', 5, 'µs', 'lower')).toMatchObject({ limit: null, pass: true }))
  it('never passes without a figure', () => {
    expect(bar('delay', NaN, 'ms', 'lower').pass).toBe(false)
    expect(bar('delay', NaN, 'ms', 'lower', 10).pass).toBe(false)
  })
  it('shows three digits that mean something, or a whole number', () => {
    expect(bar('cost', 0.123456, 'µs', 'lower').value).toBe(0.123)
    expect(bar('speed', 123_456.7, '/s', 'higher').value).toBe(123_457)
  })
})

describe('markdown', () => {
  const report = {
    date: '2026-11-21',
    machine: '2 × Some processor',
    command: 'npm run bench',
    runs: 5,
    bars: [
      bar('cost', 1.2, '×', 'lower', 1.4),
      bar('speed', 5, '/s', 'higher', 10),
      bar('lost', 0, '', 'lower', 0),
      bar('size', 7, 'B', 'lower'),
    ],
    remarks: ['Row `x` was left out.'],
  }

  it('says where it comes from, tells each figure with its bound and verdict, and what was left out', () => {
    expect(markdown(report).split('\n')).toEqual([
      '`npm run bench`, 2026-11-21, 2 × Some processor; medians of 5 runs',
      '',
      '| figure | value | bound | |',
      '|---|---|---|---|',
      '| cost | 1.2 × | ≤ 1.4 × | met |',
      '| speed | 5 /s | ≥ 10 /s | **missed** |',
      '| lost | 0 | ≤ 0 | met |',
      '| size | 7 B |  |  |',
      '',
      '- Row `x` was left out.',
      '',
    ])
  })
})
