const TWO_32 = 2 ** 32
const POINT = 46
const ZERO = 48
/** 2^64 has 20 digits. */
const MAX_DIGITS = 20

/** A sum in units below 2^64, in two halves: a day's turnover passes 2^53, and a bigint would cost more than all the rest. */
export class WideUnits {
  high = 0
  low = 0

  /** Decimals of a sum's text, or -1 when it is none that this form can print: signed, leading or trailing zeros, no decimal. */
  static scaleOf(text: string): number {
    const length = text.length
    let point = -1
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i)
      if (code >= ZERO && code <= ZERO + 9) continue
      if (code !== POINT || point >= 0) return -1
      point = i
    }
    const whole = point < 0 ? length : point
    if (whole === 0 || (whole > 1 && text.charCodeAt(0) === ZERO)) return -1
    if (point < 0) return 0
    return text.charCodeAt(length - 1) === ZERO || point === length - 1 ? -1 : length - point - 1
  }

  /** Takes a text that `scaleOf` knows, in units at `scale`, which is not below its own; false when they reach 2^64. */
  read(text: string, ownScale: number, scale: number): boolean {
    this.high = 0
    this.low = 0
    if (text.length > MAX_DIGITS + 1) return false
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code !== POINT && !this.#push(code - ZERO)) return false
    }
    for (let i = ownScale; i < scale; i++) if (!this.#push(0)) return false
    return true
  }

  #push(digit: number): boolean {
    const low = this.low * 10 + digit
    const carry = Math.floor(low / TWO_32)
    this.low = low - carry * TWO_32
    this.high = this.high * 10 + carry
    return this.high < TWO_32
  }
}
