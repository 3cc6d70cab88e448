/** A decimal as its own text and as a scaled integer: value = units / 10^scale, trailing zeros stripped from `units`. */
export interface Decimal {
  /** The text as it came, digit for digit. */
  readonly text: string
  /** A number while |units| ≤ 2^53 - 1, else a bigint. */
  readonly units: number | bigint
  /** 0 to 18. */
  readonly scale: number
  /** Decimals as printed in `text`, trailing zeros included: what a screen needs. */
  readonly places: number
}

export const MAX_DECIMALS = 18
export const MAX_DECIMAL_CHARS = 40

const MINUS = 45
const POINT = 46
const ZERO = 48

/** Powers that a double holds exactly; 10^23 is the first that it does not. */
const POWERS: readonly number[] = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent)
const power = (exponent: number): number => POWERS[exponent] ?? Infinity
const bigPower = (exponent: number): bigint => 10n ** BigInt(exponent)

/**
 * The decimal that a text spells, or null: `-`? digits (`.` digits)?, at most 18 decimals and 40 characters.
 * Hot path: asked for every price and size; one pass, no allocation but the answer.
 */
export function parseDecimal(text: string): Decimal | null {
  const length = text.length
  if (length === 0 || length > MAX_DECIMAL_CHARS) return null
  const first = text.charCodeAt(0) === MINUS ? 1 : 0
  let magnitude = 0
  // Zeros that end the fraction so far: they count only once another digit follows.
  let zeros = 0
  let scale = 0
  let point = -1
  for (let i = first; i < length; i++) {
    const code = text.charCodeAt(i)
    const digit = code - ZERO
    if (digit >= 0 && digit <= 9) {
      if (point < 0) magnitude = magnitude * 10 + digit
      else if (digit === 0) zeros += 1
      else {
        magnitude = magnitude * power(zeros + 1) + digit
        scale += zeros + 1
        zeros = 0
      }
    } else if (code === POINT && point < 0 && i > first) point = i
    else return null
  }
  const places = point < 0 ? 0 : length - point - 1
  // A sign alone, a point at the end, or too fine.
  if (length === first || point === length - 1 || places > MAX_DECIMALS) return null
  // Rounding is monotonic, so a magnitude that passed 2^53 on the way cannot read as one that did not.
  if (magnitude > Number.MAX_SAFE_INTEGER) return { text, units: wideUnits(text, first, point, scale), scale, places }
  return { text, units: first === 1 && magnitude !== 0 ? -magnitude : magnitude, scale, places }
}

function wideUnits(text: string, first: number, point: number, scale: number): bigint {
  const digits = point < 0 ? text.slice(first) : text.slice(first, point) + text.slice(point + 1, point + 1 + scale)
  return first === 1 ? -BigInt(digits) : BigInt(digits)
}

export const isNegative = (decimal: Decimal): boolean => decimal.units < 0
export const isZero = (decimal: Decimal): boolean => decimal.units === 0

/** -1, 0 or 1 as `a` is below, equal to or above `b`; exact at any size. Hot path: no bigint while both fit 2^53. */
export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  let left = a.units
  let right = b.units
  if (typeof left === 'number' && typeof right === 'number') {
    // Exact although a product may round: the other side is an integer below 2^53, and rounding never passes one.
    if (a.scale < b.scale) left *= power(b.scale - a.scale)
    else if (b.scale < a.scale) right *= power(a.scale - b.scale)
  } else if (a.scale < b.scale) left = BigInt(left) * bigPower(b.scale - a.scale)
  else if (b.scale < a.scale) right = BigInt(right) * bigPower(a.scale - b.scale)
  return left < right ? -1 : left > right ? 1 : 0
}

/** units / 10^scale as decimal text, without trailing zeros and exponent. `units` is an integer, a number only within ±(2^53 - 1). */
export function formatUnits(units: bigint | number, scale: number): string {
  const isBelowZero = units < 0
  const digits = String(isBelowZero ? -units : units).padStart(scale + 1, '0')
  const point = digits.length - scale
  let end = digits.length
  while (end > point && digits.charCodeAt(end - 1) === ZERO) end -= 1
  const fraction = end > point ? `.${digits.slice(point, end)}` : ''
  return `${isBelowZero ? '-' : ''}${digits.slice(0, point)}${fraction}`
}

/**
 * A sum of decimals and of their products, exact at any size. The same terms in any order print the same text.
 * Hot path: terms gather in a double that is exact up to 2^53 and pour into a bigint only when they would pass it.
 */
export class ExactSum {
  #scale = 0
  #gathered = 0
  #poured = 0n
  #text: string | null = '0'

  add(term: Decimal): void {
    this.#addUnits(term.units, term.scale)
  }

  addProduct(a: Decimal, b: Decimal): void {
    const scale = a.scale + b.scale
    if (typeof a.units === 'number' && typeof b.units === 'number') {
      const product = a.units * b.units
      if (Number.isSafeInteger(product)) {
        this.#addUnits(product, scale)
        return
      }
    }
    this.#addUnits(BigInt(a.units) * BigInt(b.units), scale)
  }

  /** The same as adding all that was added to the other one. */
  addSum(sum: ExactSum): void {
    this.#addUnits(sum.#gathered, sum.#scale)
    this.#addUnits(sum.#poured, sum.#scale)
  }

  /** Begins anew with nothing. */
  clear(): void {
    this.#scale = this.#gathered = 0
    this.#poured = 0n
    this.#text = '0'
  }

  /** The sum without trailing zeros and exponent, `0` when nothing was added; made anew only after a change. */
  get text(): string {
    this.#text ??= formatUnits(
      this.#poured === 0n ? this.#gathered : this.#poured + BigInt(this.#gathered),
      this.#scale,
    )
    return this.#text
  }

  #addUnits(units: number | bigint, scale: number): void {
    if (units === 0 || units === 0n) return
    this.#text = null
    if (scale > this.#scale) this.#growTo(scale)
    const shift = this.#scale - scale
    if (typeof units === 'number') {
      const term = units * power(shift)
      // Checked before adding: a term of its own beyond 2^53 may already be rounded.
      if (Number.isSafeInteger(term)) {
        const next = this.#gathered + term
        if (Number.isSafeInteger(next)) this.#gathered = next
        else {
          this.#poured += BigInt(this.#gathered)
          this.#gathered = term
        }
        return
      }
    }
    this.#poured += BigInt(units) * bigPower(shift)
  }

  #growTo(scale: number): void {
    const shift = scale - this.#scale
    this.#scale = scale
    if (this.#poured !== 0n) this.#poured *= bigPower(shift)
    const grown = this.#gathered === 0 ? 0 : this.#gathered * power(shift)
    if (Number.isSafeInteger(grown)) {
      this.#gathered = grown
      return
    }
    this.#poured += BigInt(this.#gathered) * bigPower(shift)
    this.#gathered = 0
  }
}
