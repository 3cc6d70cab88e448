import { formatTopic, type Topic } from '@tickwall/protocol'
import type { Claims } from './claims.js'
import type { TopicSummary } from './market-store.js'
import { MetricFold } from './metric-fold.js'
import { METRIC_SLOT, topicsOf } from './topic-slot.js'

interface Entry {
  readonly name: string
  readonly kind: Topic['kind']
  /** What a query is looked for in: the canonical spelling, and the plain text where that is escaped. */
  readonly searched: string
  readonly claims: Claims
}

const plainText = (topic: Topic): string => {
  if (topic.kind === 'metric') return `${topic.host}/${topic.name}`
  return topic.kind === 'sys' ? topic.name : topic.instrument
}

/** The topics of all subjects that have records, sorted by name; sorted anew only after a subject came or went. */
export class TopicList {
  #entries: readonly Entry[] | null = null

  changed(): void {
    this.#entries = null
  }

  find(all: Iterable<Claims>, query: string, limit: number): TopicSummary[] {
    this.#entries ??= sortedEntries(all)
    const wanted = query.toLowerCase()
    const found: TopicSummary[] = []
    for (const { name, kind, searched, claims } of this.#entries) {
      if (found.length >= limit) break
      if (!searched.includes(wanted)) continue
      const unit = unitOf(claims)
      found.push(unit === null ? { topic: name, kind } : { topic: name, kind, unit })
    }
    return found
  }
}

function sortedEntries(all: Iterable<Claims>): Entry[] {
  const entries: Entry[] = []
  for (const claims of all) {
    if (claims.owner === null) continue
    for (const topic of topicsOf(claims.subject)) {
      const name = formatTopic(topic)
      const searched = `${name}\n${plainText(topic)}`.toLowerCase()
      entries.push({ name, kind: topic.kind, searched, claims })
    }
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function unitOf({ subject, owner }: Claims): string | null {
  const fold = subject.kind === 'metric' ? owner?.fold(METRIC_SLOT) : null
  return fold instanceof MetricFold ? fold.unit : null
}
