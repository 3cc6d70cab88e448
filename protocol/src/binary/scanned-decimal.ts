const MINUS = 45
const POINT = 46
const ZERO = 48

/** As in `decimal.ts`: decimals that a text of this protocol may have. */
const MAX_PLACES = 18

/** Powers that a double holds exactly. */
const POWERS: readonly number[] = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent)
/** 10^exponent, from 0 to 22. */
export const power = (exponent: number): number => POWERS[exponent] as number

/**
 * What a decimal's text says, as far as it can be told by a whole number and two numbers of decimals. One object is used for
 * text after text, because the hot path scans a dozen of them for each delta.
 */
export class ScannedDecimal {
  /** The text's digits as a whole number, without the zeros at the end of its fraction. */
  units = 0
  /** Decimals without zeros at the end: value = units / 10^scale. */
  scale = 0
  /** Decimals as printed. */
  places = 0

  /**
   * Reads a text; false when no such numbers print it digit for digit (a sign of zero, leading zeros, no decimal at all), or
   * when its units pass 2^53.
   */
  read(text: string): boolean {
    const length = text.length
    const first = text.charCodeAt(0) === MINUS ? 1 : 0
    let magnitude = 0
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
          if (zeros > MAX_PLACES) return false
          magnitude = magnitude * power(zeros + 1) + digit
          scale += zeros + 1
          zeros = 0
        }
      } else if (code === POINT && point < 0 && i > first) point = i
      else return false
    }
    const whole = (point < 0 ? length : point) - first
    const places = point < 0 ? 0 : length - point - 1
    if (whole === 0 || places > MAX_PLACES || point === length - 1) return false
    if (whole > 1 && text.charCodeAt(first) === ZERO) return false
    if (magnitude > Number.MAX_SAFE_INTEGER || (first === 1 && magnitude === 0)) return false
    this.units = first === 1 ? -magnitude : magnitude
    this.scale = scale
    this.places = places
    return true
  }
}
