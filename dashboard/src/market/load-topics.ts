import { TOPIC_KINDS, type TopicKind } from '@tickwall/protocol'

/** A metric that has records; `topic` is what to subscribe to. */
export interface MetricTopic {
  readonly host: string
  readonly name: string
  readonly unit: string | null
  readonly topic: string
}

export type LoadedTopics =
  | { readonly ok: true; readonly instruments: readonly string[]; readonly metrics: readonly MetricTopic[] }
  | { readonly ok: false; readonly failure: string }

/** Most topics of a kind that are asked for. */
export const MAX_TOPICS = 10_000

type FetchTopics = (path: string) => Promise<Response>

/** The gateway's instruments and metrics, in its order; never throws. */
export async function loadTopics(fetchTopics: FetchTopics): Promise<LoadedTopics> {
  // Bars alone have seven topics an instrument: only what is wanted is asked for.
  const [quotes, metrics] = await Promise.all([load(fetchTopics, 'quote/'), load(fetchTopics, 'metric/')])
  if (!quotes.ok) return quotes
  if (!metrics.ok) return metrics
  return { ok: true, instruments: quotes.instruments, metrics: metrics.metrics }
}

async function load(fetchTopics: FetchTopics, query: string): Promise<LoadedTopics> {
  try {
    const response = await fetchTopics(`/api/topics?query=${query}&limit=${String(MAX_TOPICS)}`)
    if (!response.ok) return { ok: false, failure: `HTTP ${String(response.status)}` }
    return { ok: true, ...sortTopics(await response.json()) }
  } catch (error) {
    return { ok: false, failure: error instanceof Error ? error.name : 'unknown' }
  }
}

/** Instruments (those with a quote) and metrics of an `/api/topics` answer; entries of any other shape are left out. */
export function sortTopics(answer: unknown): {
  readonly instruments: readonly string[]
  readonly metrics: readonly MetricTopic[]
} {
  const instruments: string[] = []
  const metrics: MetricTopic[] = []
  for (const { topic, kind, unit } of topicsOf(answer)) {
    const segments = decodeSegments(topic)
    if (segments === null) continue
    const [, first, second] = segments
    if (first === undefined) continue
    if (kind === 'quote') instruments.push(first)
    else if (kind === 'metric' && second !== undefined) metrics.push({ host: first, name: second, unit, topic })
  }
  return { instruments, metrics }
}

interface ListedTopic {
  readonly topic: string
  readonly kind: TopicKind
  readonly unit: string | null
}

function topicsOf(answer: unknown): readonly ListedTopic[] {
  if (typeof answer !== 'object' || answer === null || !('topics' in answer) || !Array.isArray(answer.topics)) return []
  return answer.topics.flatMap((entry: unknown): ListedTopic[] => {
    if (typeof entry !== 'object' || entry === null) return []
    const { topic, kind, unit } = entry as Record<string, unknown>
    const known = TOPIC_KINDS.find((name) => name === kind)
    if (typeof topic !== 'string' || known === undefined) return []
    return [{ topic, kind: known, unit: typeof unit === 'string' ? unit : null }]
  })
}

function decodeSegments(topic: string): readonly string[] | null {
  try {
    return topic.split('/').map(decodeURIComponent)
  } catch {
    // Malformed percent-encoding: the topic cannot be subscribed to either.
    return null
  }
}
