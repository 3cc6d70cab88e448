import type { NumberStyle, VolumeStyle } from '../settings/preferences.js'
import { formatAge, formatCompact, formatPercent, formatPrice } from '../market/format.js'

/** Everything the dashboard writes as text, in one language; built once a language, because making an `Intl` formatter is dear. */
export interface Formats {
  /** A decimal text with the places that mean something, digit for digit; a dash for nothing. */
  price(text: string | undefined, places: number): string
  /** A difference with its sign, U+2212 for minus; empty for NaN. */
  signed(value: number, places: number): string
  /** A part of one as percent with its sign; empty for NaN. */
  percent(ratio: number): string
  /** 1.2M, 120万. */
  compact(value: number): string
  count(value: number): string
  /** With at most so many places. */
  number(value: number, places: number): string
  /** 1.2 MB. */
  bytes(value: number): string
  age(ms: number): string
  /** 14:32:07 in the viewer's time zone. */
  clock(ms: number): string
  /** Date and time as precise as bars of this length need. */
  moment(ms: number, barMs: number): string
  date(ms: number): string
}

/** Choices that go before what is usual in the language. */
export interface FormatStyle {
  readonly numbers?: NumberStyle | null
  readonly volumes?: VolumeStyle | null
  /** As `Intl` takes it; undefined is the viewer's own. */
  readonly timeZone?: string | undefined
}

const made = new Map<string, Formats>()

export function formatsFor(locale: string, style: FormatStyle = {}): Formats {
  const key = [locale, style.numbers, style.volumes, style.timeZone].join()
  const known = made.get(key) ?? makeFormats(locale, style)
  made.set(key, known)
  return known
}

/** A locale that writes numbers in this style with Latin digits. */
const NUMBER_LOCALES: Record<NumberStyle, string> = { comma: 'en', point: 'de', space: 'fr' }
const VOLUME_LOCALES: Record<Exclude<VolumeStyle, 'full'>, string> = { short: 'en', tenThousands: 'zh-CN' }

function amountFormat(locale: string, { numbers = null, volumes = null }: FormatStyle): (value: number) => string {
  if (volumes === 'full') {
    const whole = new Intl.NumberFormat(numbers === null ? locale : NUMBER_LOCALES[numbers], {
      maximumFractionDigits: 0,
    })
    return (value) => whole.format(value).replace('-', MINUS)
  }
  const words = volumes === null ? locale : VOLUME_LOCALES[volumes]
  const isCommaDecimal = numbers === 'point' || numbers === 'space'
  return (value) => {
    const text = formatCompact(value, words)
    return isCommaDecimal ? text.replace('.', ',') : text
  }
}

const MINUS = '\u2212'
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

function makeFormats(locale: string, style: FormatStyle): Formats {
  const numerals = style.numbers == null ? locale : NUMBER_LOCALES[style.numbers]
  const amount = amountFormat(locale, style)
  const numbers = new Map<number, Intl.NumberFormat>()
  const signeds = new Map<number, Intl.NumberFormat>()
  const number = (places: number) => {
    const known = numbers.get(places) ?? new Intl.NumberFormat(numerals, { maximumFractionDigits: places })
    numbers.set(places, known)
    return known
  }
  const signed = (places: number) => {
    const digits = { minimumFractionDigits: places, maximumFractionDigits: places }
    const known = signeds.get(places) ?? new Intl.NumberFormat(numerals, { ...digits, signDisplay: 'exceptZero' })
    signeds.set(places, known)
    return known
  }
  const zone = style.timeZone === undefined ? {} : { timeZone: style.timeZone }
  const time = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { hourCycle: 'h23', ...zone, ...options })
  const twoDigits = { hour: '2-digit', minute: '2-digit' } as const
  const clock = time({ ...twoDigits, second: '2-digit' })
  const date = time({ year: 'numeric', month: 'short', day: 'numeric' })
  const minute = time({ month: '2-digit', day: '2-digit', ...twoDigits })
  const second = time({ ...twoDigits, second: '2-digit' })

  return {
    price: (text, places) => (text === undefined ? '—' : formatPrice(text, places, numerals)),
    signed: (value, places) =>
      Number.isNaN(value) ? '' : signed(Math.min(places, 20)).format(value).replace('-', MINUS),
    percent: (ratio) => (Number.isNaN(ratio) ? '' : formatPercent(ratio, numerals)),
    compact: amount,
    count: (value) => number(0).format(value).replace('-', MINUS),
    number: (value, places) => number(places).format(value).replace('-', MINUS),
    bytes: (value) => printBytes(value, (amount, places) => number(places).format(amount)),
    age: (ms) => formatAge(ms, locale),
    clock: (ms) => clock.format(ms),
    moment: (ms, barMs) => (barMs >= DAY_MS ? date : barMs >= MINUTE_MS ? minute : second).format(ms),
    date: (ms) => date.format(ms),
  }
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** Decimal units, three digits or less before the unit. */
export function printBytes(value: number, print: (amount: number, places: number) => string): string {
  let amount = Math.abs(value)
  let unit = 0
  while (amount >= 999.5 && unit < BYTE_UNITS.length - 1) {
    amount /= 1000
    unit++
  }
  return `${value < 0 ? MINUS : ''}${print(amount, unit > 0 && amount < 9.95 ? 1 : 0)} ${BYTE_UNITS[unit]}`
}
