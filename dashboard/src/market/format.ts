import { significantPlaces } from './places.js'

/** The typographic minus, as wide as a plus. */
export const MINUS = '\u2212'

const withMinus = (text: string): string => text.replace('-', MINUS)

/** Everything `Intl` that one locale needs, made once: making a formatter costs a hundred times as much as using it. */
interface LocaleFormats {
  readonly whole: Intl.NumberFormat
  readonly compact: Intl.NumberFormat
  readonly percent: Intl.NumberFormat
  readonly point: string
  readonly digits: readonly string[] | null
  readonly age: (value: number, unit: AgeUnit) => string
}
type AgeUnit = 'second' | 'minute' | 'hour' | 'day'

const made = new Map<string, LocaleFormats>()

function formatsOf(locale: string): LocaleFormats {
  const known = made.get(locale) ?? makeFormats(locale)
  made.set(locale, known)
  return known
}

function makeFormats(locale: string): LocaleFormats {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const digits = Array.from({ length: 10 }, (_, digit) => whole.format(digit))
  const ages = new Map<string, Intl.NumberFormat>()
  return {
    whole,
    compact: new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 }),
    percent: new Intl.NumberFormat(locale, {
      style: 'percent',
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
      signDisplay: 'exceptZero',
    }),
    point: new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.',
    // Nearly every locale of a trading screen writes 0-9, and then nothing has to be replaced.
    digits: digits.join('') === '0123456789' ? null : digits,
    age: (value, unit) => {
      const places = unit === 'second' && value < 10 ? 1 : 0
      const key = `${unit}${String(places)}`
      const format =
        ages.get(key) ??
        new Intl.NumberFormat(locale, {
          style: 'unit',
          unit,
          unitDisplay: 'narrow',
          minimumFractionDigits: places,
          maximumFractionDigits: places,
        })
      ages.set(key, format)
      return format.format(value)
    },
  }
}

/**
 * A decimal text with grouped digits and at least `places` decimals, exact: it never passes through a float. Only zeros beyond `places`
 * are left out, a digit never. What is no decimal text is answered as it is.
 */
export function formatPrice(text: string, places: number, locale: string): string {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (parts === null) return text
  const [, sign = '', integer = '', fraction = ''] = parts
  const formats = formatsOf(locale)
  const shown = Math.max(places, significantPlaces(text))
  const decimals = fraction.slice(0, shown).padEnd(shown, '0')
  const value = integer.length < 16 ? formats.whole.format(Number(integer)) : formats.whole.format(BigInt(integer))
  const isZero = /^[0.]*$/.test(integer + fraction)
  const { digits } = formats
  const printed = digits === null ? decimals : [...decimals].map((digit) => digits[Number(digit)]).join('')
  return `${sign !== '' && !isZero ? MINUS : ''}${value}${shown > 0 ? formats.point + printed : ''}`
}

/** 1.2M, 120万: three digits at most. */
export const formatCompact = (value: number, locale: string): string =>
  withMinus(formatsOf(locale).compact.format(value))

/** A part of one as percent, always with its sign: 0.0123 is +1.23%. */
export const formatPercent = (ratio: number, locale: string): string =>
  withMinus(formatsOf(locale).percent.format(ratio))

/** An age in its largest whole unit, with tenths below 10 s: 1.4s, 12s, 3m, 2h, 5d. Never below 0. */
export function formatAge(ms: number, locale: string): string {
  const { age } = formatsOf(locale)
  // Rounded down, so that no unit ever reads 60; an age is never shown as more than it is.
  const seconds = Math.max(0, ms) / 1000
  if (seconds < 10) return age(Math.floor(seconds * 10) / 10, 'second')
  if (seconds < 60) return age(Math.floor(seconds), 'second')
  if (seconds < 3600) return age(Math.floor(seconds / 60), 'minute')
  if (seconds < 86_400) return age(Math.floor(seconds / 3600), 'hour')
  return age(Math.floor(seconds / 86_400), 'day')
}
