/** What loadtest/lib/summary.ts writes: k6's figures, and what the run was. */
export interface RunSummary {
  readonly title: string
  readonly plan: {
    readonly scenario: string
    readonly connections: number
    readonly topics: number
    readonly maxHz: number
    /** ms after the start. */
    readonly measuredFromMs: number
    readonly measuredToMs: number
    /** Figures of one scenario alone, e.g. the connections a step of `ramp`. */
    readonly [name: string]: number | string
  }
  readonly setup_data?: { readonly startAtMs: number; readonly clockOffsetMs: number }
  readonly metrics: Readonly<Record<string, SummaryMetric>>
}

export interface SummaryMetric {
  readonly type?: string
  readonly values: Readonly<Record<string, number>>
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>
}

/** A figure of the run; NaN when it was not measured. */
export const figure = ({ metrics }: RunSummary, name: string, statistic: string): number =>
  metrics[name]?.values[statistic] ?? NaN
