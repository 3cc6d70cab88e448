import type { BarInterval } from '@tickwall/protocol'

/** Length of a bar. */
export const INTERVAL_MS: Record<BarInterval, number> = {
  '1s': 1_000,
  '5s': 5_000,
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
  '1h': 3_600_000,
  '1d': 86_400_000,
}

/** Time until the forming bar closes, never below 0. */
export const closesInMs = (openTime: number, interval: BarInterval, nowMs: number): number =>
  Math.max(0, openTime + INTERVAL_MS[interval] - nowMs)

/** `00:23`, `14:59:07`: minutes and seconds, hours where there are any. */
export function printCountdown(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const shown = parts[0] === 0 ? parts.slice(1) : parts
  return shown.map((part) => String(part).padStart(2, '0')).join(':')
}
