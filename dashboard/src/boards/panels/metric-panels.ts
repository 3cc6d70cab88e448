import type { MetricTopic } from '../../market/load-topics.js'

export const METRIC_KINDS = [
  'cpu',
  'memory',
  'eventLoop',
  'network',
  'disk',
  'load',
  'processCpu',
  'processMemory',
  'processHeap',
] as const
export type MetricKind = (typeof METRIC_KINDS)[number]

/** What a metric is read as: values of one unit, on an axis from 0. */
export type MetricUnit = 'percent' | 'ms' | 'bytesPerSecond' | 'bytes' | 'number'

export const METRIC_WAYS = ['received', 'sent'] as const
export type MetricWay = (typeof METRIC_WAYS)[number]

export interface MetricLine {
  readonly topic: string
  readonly host: string
  /** For kinds that go both ways. */
  readonly way: MetricWay | null
}

export interface MetricPanelSpec {
  readonly kind: MetricKind
  readonly unit: MetricUnit
  /** Above it something is wrong; null where no value is wrong in itself. */
  readonly threshold: number | null
  readonly lines: readonly MetricLine[]
}

interface Recipe {
  readonly kind: MetricKind
  readonly unit: MetricUnit
  readonly threshold: number | null
  /** Names under which hosts report it, the best first; all of `several` are shown together. */
  readonly names: readonly RegExp[]
  readonly several?: true
}

const RECIPES: readonly Recipe[] = [
  { kind: 'cpu', unit: 'percent', threshold: 85, names: [/^cpu\.utili[sz]ation$/i, /^cpu\b/i] },
  { kind: 'memory', unit: 'percent', threshold: 90, names: [/^memory\.(used|utili[sz]ation)$/i, /^mem/i] },
  { kind: 'eventLoop', unit: 'ms', threshold: 50, names: [/^event-?loop\.delayP99$/i, /^event-?loop/i] },
  { kind: 'network', unit: 'bytesPerSecond', threshold: null, names: [/^network\.(received|sent)$/i], several: true },
  { kind: 'disk', unit: 'percent', threshold: 90, names: [/^disk\.(used|utili[sz]ation)$/i] },
  { kind: 'load', unit: 'number', threshold: null, names: [/^load\.1m$/i, /^load\b/i] },
  { kind: 'processCpu', unit: 'percent', threshold: null, names: [/^process\.cpu$/i] },
  { kind: 'processMemory', unit: 'bytes', threshold: null, names: [/^process\.rss$/i] },
  { kind: 'processHeap', unit: 'bytes', threshold: null, names: [/^process\.heapUsed$/i] },
]

/** Lines in one panel: more colours than this cannot be told apart. */
const MOST_LINES = 4

/** The panels that these metrics can fill, one a kind; a kind that nobody reports has none. */
export function metricPanels(metrics: readonly MetricTopic[]): MetricPanelSpec[] {
  const hosts = [...new Set(metrics.map(({ host }) => host))]
  return RECIPES.flatMap((recipe): MetricPanelSpec[] => {
    const found = hosts.flatMap((host) => reportedBy(host, metrics, recipe))
    const lines = found.slice(0, MOST_LINES).map(({ topic, host, name }) => ({
      topic,
      host,
      way: recipe.several === true ? (METRIC_WAYS.find((way) => way === lastWord(name)) ?? null) : null,
    }))
    return lines.length === 0 ? [] : [{ kind: recipe.kind, unit: recipe.unit, threshold: recipe.threshold, lines }]
  })
}

function reportedBy(host: string, metrics: readonly MetricTopic[], recipe: Recipe): MetricTopic[] {
  const own = metrics.filter((metric) => metric.host === host)
  for (const pattern of recipe.names) {
    const found = own.filter(({ name, unit }) => pattern.test(name) && fitsUnit(unit, recipe.unit))
    if (found.length > 0) return recipe.several === true ? found : found.slice(0, 1)
  }
  return []
}

/** A metric without a unit may be anything. */
const fitsUnit = (reported: string | null, wanted: MetricUnit): boolean =>
  reported === null || wanted === 'number' || reported.toLowerCase() === wanted.toLowerCase()

const lastWord = (name: string): string => name.slice(name.lastIndexOf('.') + 1)
