import { describe, expect, it } from 'vitest'
import { METRIC_FIELDS, QUOTE_FIELDS } from './state.js'
import { GATEWAY_FIELDS, isScreenMeant } from './sys-state.js'

describe('GATEWAY_FIELDS', () => {
  it('[BIN10] shares no name with a field that has a number of its own', () => {
    const numbered: readonly string[] = [...QUOTE_FIELDS, ...METRIC_FIELDS, 'lost']
    expect(GATEWAY_FIELDS.filter((field) => numbered.includes(field))).toEqual([])
  })
})

describe('isScreenMeant', () => {
  it.each([
    ['*', ''],
    ['*', 'lobby'],
    ['lobby', 'lobby'],
    ['lobby*', 'lobby'],
    ['lobby*', 'lobby-2'],
    ['*-2', 'lobby-2'],
    ['l*y', 'lobby'],
    ['l**y', 'ly'],
    ['*o*b*', 'lobby'],
    ['', ''],
    ['大厅*', '大厅一'],
  ])('[SYS5] %j means %j', (pattern, name) => {
    expect(isScreenMeant(pattern, name)).toBe(true)
  })

  it.each([
    ['', 'lobby'],
    ['lobby', 'lobby-2'],
    ['lobby', 'Lobby'],
    ['lobby-*', 'lobby'],
    ['ab*ba', 'aba'],
    ['a*b*b', 'ab'],
    ['l.bby', 'lobby'],
    ['*x*', 'lobby'],
  ])('[SYS5] %j does not mean %j', (pattern, name) => {
    expect(isScreenMeant(pattern, name)).toBe(false)
  })
})
