import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SYS_NAMES } from './sys-state.js'
import { BAR_INTERVALS, type Topic, formatTopic, isSegment, parseTopic } from './topic.js'

const segment = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter(isSegment)
const topic: fc.Arbitrary<Topic> = fc.oneof(
  segment.map((instrument): Topic => ({ kind: 'quote', instrument })),
  segment.map((instrument): Topic => ({ kind: 'trades', instrument })),
  fc
    .tuple(segment, fc.constantFrom(...BAR_INTERVALS))
    .map(([instrument, interval]): Topic => ({ kind: 'bars', instrument, interval })),
  fc.tuple(segment, segment).map(([host, name]): Topic => ({ kind: 'metric', host, name })),
  fc.constantFrom(...SYS_NAMES).map((name): Topic => ({ kind: 'sys', name })),
)

describe('parseTopic', () => {
  it('[TOP1] reads the five kinds', () => {
    expect(parseTopic('quote/usdm:BTCUSDT')).toEqual({ kind: 'quote', instrument: 'usdm:BTCUSDT' })
    expect(parseTopic('trades/usdm:BTCUSDT')).toEqual({ kind: 'trades', instrument: 'usdm:BTCUSDT' })
    expect(parseTopic('bars/usdm:BTCUSDT/1m')).toEqual({ kind: 'bars', instrument: 'usdm:BTCUSDT', interval: '1m' })
    expect(parseTopic('metric/web-1/cpu.utilization')).toEqual({
      kind: 'metric',
      host: 'web-1',
      name: 'cpu.utilization',
    })
    expect(parseTopic('sys/gateway')).toEqual({ kind: 'sys', name: 'gateway' })
    expect(parseTopic('sys/%67ateway')).toEqual({ kind: 'sys', name: 'gateway' })
  })

  it.each([
    ...['', '/', 'quote', 'quote/', '/usdm:X', 'quote//', 'quote/x/', 'quote/x/1m', 'trades/x/y', 'QUOTE/x', 'Quote/x'],
    ...[
      'bars/x',
      'bars/x/',
      'bars//1m',
      'bars/x/1m/',
      'bars/x/1m/y',
      'metric/h',
      'metric/h/',
      'metric//n',
      'metric/h/n/m',
    ],
    ...[
      'book/x',
      'sys/x',
      'sys/',
      'sys',
      'sys/gateway/',
      'sys/gateway/x',
      'sys/Gateway',
      '__proto__/x',
      'constructor/x',
      '%71uote/x',
      'quote%2Fx',
      ' quote/x',
    ],
  ])('[TOP1] refuses %j', (text) => {
    expect(parseTopic(text)).toBeNull()
  })

  it.each(['2m', '1M', '60', '1 m', '1d ', '', 'constructor', '__proto__'])(
    '[TOP4] knows no interval %j',
    (interval) => {
      expect(parseTopic(`bars/x/${interval}`)).toBeNull()
    },
  )
  it.each([...BAR_INTERVALS])('[TOP4] knows the interval %s', (interval) => {
    expect(parseTopic(`bars/x/${interval}`)).toEqual({ kind: 'bars', instrument: 'x', interval })
  })

  it('[TOP2] decodes a segment once', () => {
    expect(parseTopic('quote/a%2Fb%20c')).toEqual({ kind: 'quote', instrument: 'a/b c' })
    expect(parseTopic('quote/%25252F')).toEqual({ kind: 'quote', instrument: '%252F' })
    expect(parseTopic('metric/%E4%B8%BB%E6%9C%BA/负载')).toEqual({ kind: 'metric', host: '主机', name: '负载' })
    expect(parseTopic('quote/__proto__')).toEqual({ kind: 'quote', instrument: '__proto__' })
  })

  it.each([
    ['an escape that is cut off', 'quote/%4'],
    ['an escape without digits', 'quote/%zz'],
    ['a lone percent sign', 'quote/100%'],
    ['bytes that are not UTF-8', 'quote/%ff'],
    ['an overlong form', 'quote/%c0%af'],
    ['an encoded surrogate', 'quote/%ed%a0%80'],
    ['a lone surrogate', 'quote/\ud800x'],
    ['a reversed surrogate pair', 'quote/\udc00\ud800'],
    ['two low surrogates', 'quote/\udc00\udc00'],
    ['a null', 'quote/%00'],
    ['a line break', 'quote/a\nb'],
    ['delete', 'quote/%7f'],
    ['a C1 control', 'quote/%c2%85'],
  ])('[TOP2] refuses %s', (_, text) => {
    expect(parseTopic(text)).toBeNull()
  })

  it('[TOP2] counts decoded bytes: 128 are accepted, 129 are not, in whatever spelling', () => {
    const most = ['a'.repeat(128), 'é'.repeat(64), '€'.repeat(42) + 'ab', '🂡'.repeat(32)]
    for (const text of most) {
      expect(parseTopic(`quote/${text}`)).not.toBeNull()
      expect(parseTopic(`quote/${encodeURIComponent(text)}`)).not.toBeNull()
      expect(parseTopic(`quote/${text}a`)).toBeNull()
      expect(parseTopic(`quote/${encodeURIComponent(`${text}a`)}`)).toBeNull()
    }
    expect(parseTopic(`quote/${'%61'.repeat(128)}`)).toEqual({ kind: 'quote', instrument: 'a'.repeat(128) })
    expect(parseTopic(`quote/${'a'.repeat(1_000_000)}`)).toBeNull()
  })

  it('answers any text without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        for (const text of [a, `quote/${a}`, `metric/${a}/${b}`, `bars/%${a}/1m`]) {
          const parsed = parseTopic(text)
          if (parsed !== null) expect(parseTopic(formatTopic(parsed))).toEqual(parsed)
        }
      }),
    )
  })
})

describe('formatTopic', () => {
  it('[TOP3] escapes what a path segment must, and nothing else', () => {
    for (let code = 0x21; code < 0x7f; code++) {
      const sign = String.fromCharCode(code)
      const escaped = ':@'.includes(sign) ? sign : encodeURIComponent(sign)
      expect(formatTopic({ kind: 'quote', instrument: `x${sign}` })).toBe(`quote/x${escaped}`)
    }
    expect(formatTopic({ kind: 'quote', instrument: '股 票' })).toBe('quote/%E8%82%A1%20%E7%A5%A8')
  })

  it('[TOP3] reads back as the same topic, and equal topics are equal texts', () => {
    fc.assert(
      fc.property(topic, (original) => {
        const text = formatTopic(original)
        const parsed = parseTopic(text)
        expect(parsed).toEqual(original)
        expect(text).toMatch(/^(quote|trades|bars|metric|sys)(\/([A-Za-z0-9\-._~!*'():@]|%[0-9A-F]{2})+){1,2}$/)
      }),
    )
  })

  it.each([
    ['quote/usdm%3aBTCUSDT', 'quote/usdm:BTCUSDT'],
    ['quote/%62tc%40x', 'quote/btc@x'],
    ['metric/web-1/disk.used~%2Fvar', 'metric/web-1/disk.used~%2Fvar'],
    ['quote/a,b&c=d+e', 'quote/a%2Cb%26c%3Dd%2Be'],
    ['quote/比特', 'quote/%E6%AF%94%E7%89%B9'],
    ['quote/%253A', 'quote/%253A'],
    ['bars/x/1%6D', 'bars/x/1m'],
  ])('[TOP3] spells %s as %s', (spelling, canonical) => {
    const parsed = parseTopic(spelling)
    expect(parsed && formatTopic(parsed)).toBe(canonical)
  })
})
