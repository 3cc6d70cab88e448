import { formatUnits } from '../decimal.js'

const TWO_32 = 2 ** 32
const MAX_SAFE_HIGH = 0x20_0000

/** units / 10^scale with exactly `places` decimals, of which there are at least `scale`. */
export function printFixed(units: number, scale: number, places: number): string {
  if (places === 0) return String(units)
  const isBelowZero = units < 0
  const digits = String(isBelowZero ? -units : units).padStart(scale + 1, '0')
  const point = digits.length - scale
  const fraction = scale === places ? digits.slice(point) : digits.slice(point).padEnd(places, '0')
  return `${isBelowZero ? '-' : ''}${digits.slice(0, point)}.${fraction}`
}

/** A sum of `high` * 2^32 + `low` units without zeros at the end of its fraction. */
export const printSum = (high: number, low: number, scale: number): string =>
  formatUnits(high < MAX_SAFE_HIGH ? high * TWO_32 + low : (BigInt(high) << 32n) | BigInt(low), scale)
