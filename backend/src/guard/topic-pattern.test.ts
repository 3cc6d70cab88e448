import { parseTopic } from '@tickwall/protocol'
import { describe, expect, it } from 'vitest'
import { matchesAny, parseTopicPattern } from './topic-pattern.js'

const matches = (pattern: string, topic: string): boolean =>
  matchesAny([parseTopicPattern(pattern)!], parseTopic(topic)!)

describe('topic patterns', () => {
  it.each([
    ['**', 'quote/a', true],
    ['**', 'metric/web-1/cpu', true],
    ['quote/*', 'quote/usdm:BTCUSDT', true],
    ['quote/*', 'trades/usdm:BTCUSDT', false],
    ['quote/usdm:*', 'quote/usdm:BTCUSDT', true],
    ['quote/usdm:*', 'quote/spot:BTCUSDT', false],
    ['*/usdm:BTCUSDT/**', 'quote/usdm:BTCUSDT', true],
    ['*/usdm:BTCUSDT/**', 'bars/usdm:BTCUSDT/1m', true],
    ['*/usdm:BTCUSDT/**', 'bars/usdm:ETHUSDT/1m', false],
    ['bars/*', 'bars/a/1m', false],
    ['bars/*/1m', 'bars/a/1m', true],
    ['metric/web-*/cpu.*', 'metric/web-1/cpu.utilization', true],
    ['metric/web-*/cpu.*', 'metric/db-1/cpu.utilization', false],
    ['quote/a%2Fb', 'quote/a%2fb', true],
    ['quote/a', 'quote/%61', true],
    ['quote/*b*d', 'quote/abcd', true],
    ['quote/*b*d', 'quote/abcde', false],
    ['quote/A', 'quote/a', false],
  ])('%s and %s: %s', (pattern, topic, expected) => {
    expect(matches(pattern, topic)).toBe(expected)
  })

  it.each(['', '/', 'quote/', 'quote/%zz', 'quote/**/x', 'quote/a**', 'x'.repeat(1025)])('refuses %j', (pattern) => {
    expect(parseTopicPattern(pattern)).toBeNull()
  })

  it('answers a hostile pattern at once', () => {
    const pattern = `quote/${'*a'.repeat(500)}b`
    expect(matches(pattern, `quote/${'a'.repeat(128)}`)).toBe(false)
  })
})
