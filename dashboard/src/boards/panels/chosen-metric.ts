import type { MetricTopic } from '../../market/load-topics.js'
import { METRIC_KINDS, metricPanels, type MetricKind, type MetricLine, type MetricUnit } from './metric-panels.js'

/** What a panel's choice of a metric comes to. */
export interface ChosenMetric {
  /** Null for a metric that is none of the known kinds: it is called by its own name. */
  readonly kind: MetricKind | null
  readonly name: string
  readonly unit: MetricUnit
  /** Never empty. */
  readonly lines: readonly MetricLine[]
}

const UNITS: readonly MetricUnit[] = ['percent', 'ms', 'bytesPerSecond', 'bytes']

export const isMetricKind = (choice: string): choice is MetricKind => METRIC_KINDS.some((kind) => kind === choice)

/** The lines of a kind (`cpu`) on one host or, with an empty `host`, on all of them; or a single topic. Null while nobody reports it. */
export function chosenMetric(choice: string, host: string, metrics: readonly MetricTopic[]): ChosenMetric | null {
  if (isMetricKind(choice)) {
    const spec = metricPanels(host === '' ? metrics : metrics.filter((metric) => metric.host === host)).find(
      ({ kind }) => kind === choice,
    )
    return spec === undefined ? null : { kind: spec.kind, name: spec.kind, unit: spec.unit, lines: spec.lines }
  }
  const found = metrics.find(({ topic }) => topic === choice)
  if (found === undefined) return null
  const unit = UNITS.find((known) => known.toLowerCase() === found.unit?.toLowerCase()) ?? 'number'
  return { kind: null, name: found.name, unit, lines: [{ topic: found.topic, host: found.host, way: null }] }
}
