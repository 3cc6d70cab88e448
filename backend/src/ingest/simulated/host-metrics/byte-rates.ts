import type { Gauge } from './gauge.js'

/** Byte counters of a device class, summed over its devices, since the system started. */
export type ByteCounters = Readonly<Record<string, number>>

/** Bytes a second between two readings, in the order of the names; a counter that ran backwards began anew and is left out once. */
export function byteRates(before: ByteCounters, after: ByteCounters, elapsedMs: number): Gauge[] {
  if (elapsedMs <= 0) return []
  return Object.entries(after).flatMap(([name, bytes]) => {
    const grown = bytes - (before[name] ?? bytes)
    return grown < 0 ? [] : [{ name, unit: 'bytesPerSecond', value: Math.round((grown * 1_000) / elapsedMs) }]
  })
}
