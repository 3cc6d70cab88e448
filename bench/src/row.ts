import type { Bar } from './report/report.js'

/** How a row is to be measured. */
export interface RowContext {
  /** Every figure is the median of so many runs. */
  readonly runs: number
  /** Seconds that a steady load is measured. */
  readonly seconds: number
  /** 1; less takes so small a part of each load that the figures say nothing. */
  readonly scale: number
  /** Folder for CPU profiles of the measured servers; null: none. */
  readonly profile: string | null
  /** Path of a Centrifugo binary; null: there is none. */
  readonly centrifugo: string | null
  /** Says how it goes on. */
  say(line: string): void
  /** Puts a sentence into the report: what was left out, or what makes figures doubtful. Once, however often it is told. */
  remark(sentence: string): void
}

/** One comparison: it starts what it needs, and leaves nothing behind. */
export interface Row {
  /** For `--only`. */
  readonly name: string
  readonly measure: (context: RowContext) => Promise<readonly Bar[]>
}
