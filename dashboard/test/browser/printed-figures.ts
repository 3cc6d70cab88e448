/**
 * What the screen must show of a decimal text, worked out on its digits alone: no float, no `Intl`, nothing of the dashboard's own formatting.
 */

interface Digits {
  readonly isNegative: boolean
  /** The value times ten to the power of `places`. */
  readonly scaled: bigint
  readonly places: number
}

function digitsOf(text: string): Digits {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (parts === null) throw new Error('not a decimal text')
  const [, sign, whole = '', fraction = ''] = parts
  return { isNegative: sign === '-', scaled: BigInt(whole + fraction), places: fraction.length }
}

const grouped = (whole: string): string => whole.replace(/\B(?=(\d{3})+$)/g, ',')
const power = (exponent: number): bigint => 10n ** BigInt(exponent)

function printScaled(scaled: bigint, places: number): string {
  const digits = String(scaled).padStart(places + 1, '0')
  const whole = grouped(digits.slice(0, digits.length - places))
  return places === 0 ? whole : `${whole}.${digits.slice(-places)}`
}

/** Decimals without the zeros at their end. */
export const neededPlaces = (text: string): number => (text.split('.')[1] ?? '').replace(/0+$/, '').length
export const writtenPlaces = (text: string): number => (text.split('.')[1] ?? '').length

/** `-61837.6` with 2 places: `−61,837.60`. `places` is at least what the text needs. */
export function printedPrice(text: string, places: number): string {
  const { isNegative, scaled, places: own } = digitsOf(text)
  const shown = places >= own ? scaled * power(places - own) : scaled / power(own - places)
  return `${isNegative && scaled !== 0n ? '−' : ''}${printScaled(shown, places)}`
}

function difference(last: string, reference: string): Digits {
  const [a, b] = [digitsOf(last), digitsOf(reference)]
  const places = Math.max(a.places, b.places)
  const signed = ({ isNegative, scaled, places: own }: Digits) => (isNegative ? -1n : 1n) * scaled * power(places - own)
  const value = signed(a) - signed(b)
  return { isNegative: value < 0n, scaled: value < 0n ? -value : value, places }
}

const signOf = ({ isNegative, scaled }: Digits): string => (scaled === 0n ? '' : isNegative ? '−' : '+')

/** Last minus reference with its sign, exact. */
export function printedChange(last: string, reference: string, places: number): string {
  const change = difference(last, reference)
  const shown =
    places >= change.places
      ? change.scaled * power(places - change.places)
      : change.scaled / power(change.places - places)
  return signOf(change) + printScaled(shown, places)
}

/** Hundredths of a percent that a difference is of a base above 0; null where a half decides the last digit. */
function hundredthsOf(change: Digits, base: Digits): bigint | null {
  const numerator = change.scaled * 10_000n * power(base.places)
  const denominator = base.scaled * power(change.places)
  if ((numerator * 2n) % denominator === 0n && ((numerator * 2n) / denominator) % 2n === 1n) return null
  return (numerator * 2n + denominator) / (2n * denominator)
}

/** The change as percent of the reference with two places, after its arrow; null where a half decides the last digit. */
export function printedPercent(last: string, reference: string): string | null {
  const change = difference(last, reference)
  const base = digitsOf(reference)
  if (base.scaled === 0n) return ''
  const hundredths = hundredthsOf(change, base)
  if (hundredths === null) return null
  const arrow = change.scaled === 0n ? '' : change.isNegative ? '▼ ' : '▲ '
  return `${arrow}${hundredths === 0n ? '' : signOf(change)}${printScaled(hundredths, 2)}%`
}

/** The way from low to high as percent of the reference; null where a half decides the last digit. */
export function printedAmplitude(high: string, low: string, reference: string): string | null {
  const hundredths = hundredthsOf(difference(high, low), digitsOf(reference))
  return hundredths === null ? null : `${printScaled(hundredths, 2)}%`
}

/** One text divided by one above 0; empty for one divided by 0, null where a half decides the last digit. */
export function printedQuotient(dividend: string, divisor: string, places: number): string | null {
  const [above, below] = [digitsOf(dividend), digitsOf(divisor)]
  if (below.scaled === 0n) return ''
  // Six more digits tell how near to a half it is: a float that is as near may go either way.
  const finer = (above.scaled * power(below.places + places + 6)) / (below.scaled * power(above.places))
  const rest = finer % 1_000_000n
  if (rest >= 499_999n && rest <= 500_000n) return null
  const rounded = (finer + 500_000n) / 1_000_000n
  return (above.isNegative && rounded !== 0n ? '−' : '') + printScaled(rounded, places)
}

/** Units of large numbers, largest first, with their zeros. */
const UNITS = {
  en: [
    ['T', 12],
    ['B', 9],
    ['M', 6],
    ['K', 3],
    ['', 0],
  ],
  zh: [
    ['万亿', 12],
    ['亿', 8],
    ['万', 4],
    ['', 0],
  ],
} as const

/** `1234567` as `1.23M` or `123万`: three digits, rounded half up; null where a half decides the last digit. */
export function printedAmount(text: string, language: keyof typeof UNITS): string | null {
  const { isNegative, scaled, places } = digitsOf(text)
  if (scaled === 0n) return '0'
  const kept = String(scaled).length - 3
  const step = power(Math.max(0, kept))
  if (kept > 0 && scaled % step === step / 2n) return null
  const rounded = ((scaled + step / 2n) / step) * step
  const exponent = String(rounded).length - places
  const [name, zeros] = UNITS[language].find(([, zeros]) => exponent > zeros) ?? ['', 0]
  const plain = printScaled(rounded, places + zeros)
  const needed = plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain
  return (isNegative ? '−' : '') + needed.replace(language === 'zh' ? ',' : /$^/, '') + name
}
