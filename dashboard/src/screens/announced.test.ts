import { describe, expect, it } from 'vitest'
import { announced } from './announced.js'

const one = { text: 'Maintenance', severity: 'info', screens: '*', at: 100, until: 1000 }

describe('announced', () => {
  it('[SYS5] shows what is meant for this screen', () => {
    const state = { a: { ...one, screens: 'lobby-*' }, b: { ...one, screens: 'desk' }, c: one }
    expect(announced(state, 'lobby-1', 500).map(({ id }) => id)).toEqual(['a', 'c'])
    expect(announced(state, '', 500).map(({ id }) => id)).toEqual(['c'])
  })

  it('[SYS4] shows nothing that has ended, whatever the gateway still tells', () => {
    expect(announced({ a: one }, '', 999)).toHaveLength(1)
    expect(announced({ a: one }, '', 1000)).toEqual([])
  })

  it('shows the gravest first, of equals the newest', () => {
    const state = {
      old: one,
      grave: { ...one, severity: 'critical', at: 1 },
      newer: { ...one, at: 200 },
      warning: { ...one, severity: 'warning' },
    }
    expect(announced(state, '', 500).map(({ id }) => id)).toEqual(['grave', 'warning', 'newer', 'old'])
  })

  it.each([null, 7, 'x', [], {}, { ...one, text: 7 }, { ...one, severity: 'loud' }, { ...one, until: '9' }])(
    'leaves out what is no announcement: %j',
    (value) => {
      expect(announced({ a: value }, '', 500)).toEqual([])
    },
  )
})
