import { BAR_INTERVALS, type BarInterval } from '@tickwall/protocol'

const MINUTES_AN_HOUR = 60

/** An interval as traders type it: `5` and `5m` are minutes, `1s`, `1h`, `60`, `d` and `1D`; null for any other text. */
export function readInterval(text: string): BarInterval | null {
  const parts = /^(\d*)\s*([smhd]?)$/i.exec(text.trim())
  if (parts === null || text.trim() === '') return null
  const count = parts[1] === '' || parts[1] === undefined ? 1 : Number(parts[1])
  const unit = (parts[2] ?? '').toLowerCase() || 'm'
  const name = unit === 'm' && count === MINUTES_AN_HOUR ? '1h' : `${count}${unit}`
  return BAR_INTERVALS.find((known) => known === name) ?? null
}
