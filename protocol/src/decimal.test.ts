import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Decimal, ExactSum, compareDecimals, formatUnits, isNegative, isZero, parseDecimal } from './decimal.js'

const digits = (min: number, max: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((list) => list.join(''))

/** Texts of the grammar, from `0` to 40 characters, with many zeros and equal values among them. */
const decimalText = fc
  .tuple(fc.boolean(), digits(1, 20), fc.oneof(fc.constant(''), digits(1, 18), fc.constant('0'), fc.constant('50')))
  .map(([minus, whole, fraction]) => `${minus ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`)
const decimal = decimalText.map((text) => parse(text))

function parse(text: string): Decimal {
  const parsed = parseDecimal(text)
  if (parsed === null) throw new Error(`not a decimal: ${text}`)
  return parsed
}

/** The independent arithmetic: value × 10^36, since a product has at most 36 decimals. */
function scaled(text: string, places = 36): bigint {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.')
  const magnitude = BigInt(whole + fraction.padEnd(places, '0'))
  return text.startsWith('-') ? -magnitude : magnitude
}
const plainText = (value: bigint): string => {
  const text = (value < 0n ? -value : value).toString().padStart(37, '0')
  const trimmed = `${text.slice(0, -36)}.${text.slice(-36)}`.replace(/\.?0+$/, '')
  return value < 0n ? `-${trimmed}` : trimmed
}

describe('parseDecimal', () => {
  it('[DEC1] reads digits with an optional sign and fraction', () => {
    expect(parseDecimal('61837.63')).toEqual({ text: '61837.63', units: 6183763, scale: 2, places: 2 })
    expect(parseDecimal('-37.5')).toEqual({ text: '-37.5', units: -375, scale: 1, places: 1 })
    expect(parseDecimal('100')).toEqual({ text: '100', units: 100, scale: 0, places: 0 })
    expect(parseDecimal('0.000000000000000001')).toMatchObject({ units: 1, scale: 18, places: 18 })
  })

  it('[DEC2] keeps the text with its trailing and leading zeros', () => {
    expect(parseDecimal('0007.1500')).toEqual({ text: '0007.1500', units: 715, scale: 2, places: 4 })
    expect(parseDecimal('5.00')).toEqual({ text: '5.00', units: 5, scale: 0, places: 2 })
  })

  it('[DEC3] holds what passes 2^53 exactly', () => {
    expect(parse('9007199254740991').units).toBe(9007199254740991)
    expect(parse('9007199254740992').units).toBe(9007199254740992n)
    expect(parse('-900719925474099.30').units).toBe(-9007199254740993n)
    expect(parse('9007199254740993.000').units).toBe(9007199254740993n)
  })

  it.each(['0', '-0', '0.000', '-0.00'])('[DEC4] gives %s no sign', (text) => {
    const zero = parse(text)
    expect(Object.is(zero.units, 0)).toBe(true)
    expect(zero.scale).toBe(0)
    expect(isZero(zero)).toBe(true)
    expect(isNegative(zero)).toBe(false)
  })

  it.each([
    ...['', '-', '.', '-.', '.5', '5.', '-.5', '+1', '1e3', '1E3', '--1', '1-', '1..2', '1.2.3', ' 1', '1 ', '1,5'],
    ...['0x10', 'NaN', 'Infinity', 'null', '١', '１', '1_000', '\u22121', '1\n', '0.0000000000000000001'],
    '1'.repeat(41),
  ])('[DEC1] refuses %j', (text) => {
    expect(parseDecimal(text)).toBeNull()
  })

  it('[DEC1] accepts 40 characters, and no text outside the grammar', () => {
    expect(parse('1'.repeat(40)).units).toBe(BigInt('1'.repeat(40)))
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-0-9.]{0,42}$/), decimalText), (text) => {
        const isInGrammar = /^-?[0-9]+(\.[0-9]{1,18})?$/.test(text) && text.length <= 40
        expect(parseDecimal(text) !== null).toBe(isInGrammar)
      }),
    )
  })

  it('[DEC3] gives units and scale that equal the text, as a number whenever it fits', () => {
    fc.assert(
      fc.property(decimalText, (text) => {
        const { units, scale } = parse(text)
        expect(BigInt(units) * 10n ** BigInt(36 - scale)).toBe(scaled(text))
        expect(typeof units === 'number').toBe(BigInt(units) ** 2n < 2n ** 106n)
        if (scale > 0) expect(BigInt(units) % 10n).not.toBe(0n)
      }),
    )
  })
})

describe('compareDecimals', () => {
  it('[DEC3] agrees with integers at any size', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const difference = scaled(a.text) - scaled(b.text)
        expect(compareDecimals(a, b)).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0)
      }),
    )
  })

  it('[DEC3] tells neighbours apart where doubles cannot', () => {
    const neighbours = ['9007199254740991', '9007199254740991.000000000000000001', '9007199254740992']
    neighbours.forEach((left, i) =>
      neighbours.forEach((right, j) => expect(compareDecimals(parse(left), parse(right))).toBe(Math.sign(i - j))),
    )
    expect(compareDecimals(parse('900719925474099.1'), parse('900719925474099.10'))).toBe(0)
    expect(compareDecimals(parse('9007199254740991'), parse('0.9007199254740991'))).toBe(1)
  })
})

describe('formatUnits', () => {
  it.each([
    [0, 0, '0'],
    [0, 4, '0'],
    [5, 3, '0.005'],
    [-5, 1, '-0.5'],
    [1500, 2, '15'],
    [1500, 0, '1500'],
    [-12345678901234567890n, 10, '-1234567890.123456789'],
  ])('[DEC3] prints %s / 10^%s as %s', (units, scale, text) => {
    expect(formatUnits(units, scale)).toBe(text)
  })
})

describe('ExactSum', () => {
  const term = fc.oneof(
    decimal.map((a) => [a] as const),
    fc.tuple(decimal, decimal),
  )
  const sumOf = (terms: readonly (readonly [Decimal, Decimal?])[]): string => {
    const sum = new ExactSum()
    for (const [a, b] of terms) {
      if (b === undefined) sum.add(a)
      else sum.addProduct(a, b)
    }
    return sum.text
  }

  it('[DEC3] equals integer arithmetic for any terms and products, and in any order', () => {
    fc.assert(
      fc.property(fc.array(term, { maxLength: 30 }), (terms) => {
        const exact = terms.reduce(
          (total, [a, b]) => total + (b === undefined ? scaled(a.text) : scaled(a.text, 18) * scaled(b.text, 18)),
          0n,
        )
        expect(sumOf(terms)).toBe(plainText(exact))
        expect(sumOf([...terms].reverse())).toBe(plainText(exact))
      }),
    )
  })

  it('[DEC3] adds up sums as if their terms had been added, and begins anew', () => {
    fc.assert(
      fc.property(fc.array(fc.array(term, { maxLength: 8 }), { maxLength: 4 }), (groups) => {
        const total = new ExactSum()
        const part = new ExactSum()
        for (const terms of groups) {
          part.clear()
          expect(part.text).toBe('0')
          for (const [a, b] of terms) {
            if (b === undefined) part.add(a)
            else part.addProduct(a, b)
          }
          total.addSum(part)
          expect(part.text).toBe(sumOf(terms))
        }
        expect(total.text).toBe(sumOf(groups.flat()))
      }),
    )
  })

  it('[DEC3] does not lose a unit while it pours from double to bigint', () => {
    const sum = new ExactSum()
    const step = parse('9007199254740991')
    for (let i = 0; i < 1000; i++) sum.add(step)
    sum.add(parse('0.000000000000000001'))
    expect(sum.text).toBe('9007199254740991000.000000000000000001')
  })

  it('[DEC4] prints zero without a sign when its terms cancel, however large', () => {
    const terms = ['9007199254740991', '2', '-9007199254740991', '-2', '0.5', '-0.5'].map(parse)
    expect(sumOf(terms.map((a) => [a] as const))).toBe('0')
  })

  it('prints anew after each change, and nothing that was added as zero', () => {
    const sum = new ExactSum()
    expect(sum.text).toBe('0')
    sum.add(parse('1.50'))
    expect(sum.text).toBe('1.5')
    sum.add(parse('0.000'))
    sum.add(parse('0.5'))
    expect(sum.text).toBe('2')
  })
})
