/** Prints `units` / 10^`places` with exactly `places` decimals; `units` is a safe integer. */
export function decimalText(units: number, places: number): string {
  if (places === 0) return `${units}`
  const digits = `${Math.abs(units)}`.padStart(places + 1, '0')
  const cut = digits.length - places
  return `${units < 0 ? '-' : ''}${digits.slice(0, cut)}.${digits.slice(cut)}`
}
