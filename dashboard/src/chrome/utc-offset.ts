/** `+8`, `−3:30` or nothing at UTC, from what `Date.getTimezoneOffset` answers: minutes that UTC is ahead. */
export function utcOffset(minutesBehindUtc: number): string {
  if (minutesBehindUtc === 0) return ''
  const sign = minutesBehindUtc < 0 ? '+' : '\u2212'
  const minutes = Math.abs(minutesBehindUtc)
  const rest = minutes % 60
  return `${sign}${Math.floor(minutes / 60)}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`
}
