import { cpus, release, totalmem, type } from 'node:os'

/** One figure and, where one was promised, the bound it must keep. */
export interface Bar {
  /** What was measured, and against what. */
  readonly name: string
  readonly value: number
  readonly unit: string
  /** Null: reported only. */
  readonly limit: number | null
  readonly better: 'lower' | 'higher'
  readonly pass: boolean
}

export interface Report {
  readonly date: string
  readonly machine: string
  readonly command: string
  /** Every value is the median of so many runs. */
  readonly runs: number
  readonly bars: readonly Bar[]
  /** What was left out, or failed, and why: one sentence each. */
  readonly remarks: readonly string[]
}

/** Bytes, counts and large values as whole numbers, the others with three digits that mean something. */
const round = (value: number): number => (Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3)))

/** A bar; its bound is judged on the exact value. One that is not a finite number never passes. */
export function bar(
  name: string,
  value: number,
  unit: string,
  better: Bar['better'],
  limit: number | null = null,
): Bar {
  const isKept = limit === null || (better === 'lower' ? value <= limit : value >= limit)
  return { name, value: round(value), unit, limit, better, pass: isKept && Number.isFinite(value) }
}

/** The machine, as a reader needs it to judge the figures. */
export function machine(): string {
  const [first, ...others] = cpus()
  const gib = Math.round(totalmem() / 2 ** 30)
  return `${others.length + 1} × ${first?.model.trim() ?? 'unknown processor'}, ${gib} GiB, ${type()} ${release()}, Node ${process.version}`
}
