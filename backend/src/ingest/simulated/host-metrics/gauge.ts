/** One reading of one metric. */
export interface Gauge {
  /** Dotted lowerCamel. */
  readonly name: string
  readonly unit: 'percent' | 'bytes' | 'bytesPerSecond' | 'ms' | 'load' | 'count'
  readonly value: number
}

/** Reads some gauges; none on a system that does not have them. May reject: then they are absent this time. */
export type Reader = () => readonly Gauge[] | Promise<readonly Gauge[]>

/** A share in percent with two decimals, 0 to 100; 0 of nothing is 0. */
export const percent = (part: number, whole: number): number =>
  whole > 0 ? Math.round(Math.min(1, Math.max(0, part / whole)) * 10_000) / 100 : 0
