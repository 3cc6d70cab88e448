/** Values of a label, all of them; or, where they are the operator's own, what bounds their number. */
export type LabelValues = readonly string[] | { readonly boundedBy: string }

interface Described {
  /** What it counts or measures, with its unit. */
  readonly help: string
  /** By label; none = one series. A value never comes from a peer: each series lives for ever. */
  readonly labels: Readonly<Record<string, LabelValues>>
}

/** What is known of a metric before anything was counted; the document's table and the exposition are made from it. */
export type MetricInfo =
  | (Described & { readonly type: 'counter' | 'gauge' })
  | (Described & { readonly type: 'histogram'; readonly buckets: readonly number[] })

/** One series of a metric as it is now. */
export type Sample = readonly [labels: Readonly<Record<string, string | number>>, value: number]

/** Reads a metric at a scrape: its one value, or one for each series. */
export type Reading = () => number | Iterable<Sample>

export const counter = (help: string, labels: Described['labels'] = {}) => ({ type: 'counter', help, labels }) as const
export const gauge = (help: string, labels: Described['labels'] = {}) => ({ type: 'gauge', help, labels }) as const
export const histogram = (help: string, buckets: readonly number[], labels: Described['labels'] = {}) =>
  ({ type: 'histogram', help, buckets, labels }) as const
