import type { Rate } from '@tickwall/protocol'
import type { PageLink } from '../link/page-link.js'
import type { TopicUpdate } from '../link/port-message.js'
import { IntervalEstimate, SHORTEST_INTERVAL_MS } from './interval-estimate.js'
import type { GroupPulse, Market, TopicWatch } from './market.js'
import { TopicRecord } from './topic-record.js'
import type { TopicView } from './topic-view.js'

/** Topics whose last view is kept after nobody watches them any more, so that a view that opens again shows what it had. */
export const KEPT_TOPICS = 1000

export const createMarket = (link: Pick<PageLink, 'want' | 'onPulled'>): Market => new PageMarket(link)

interface Watched {
  readonly record: TopicRecord
  readonly watches: Map<TopicWatch, { maxHz: Rate; readonly onChange: ((view: TopicView) => void) | undefined }>
  wantedHz: Rate | null
}

class PageMarket implements Market {
  readonly #link: Pick<PageLink, 'want' | 'onPulled'>
  /** In the order of their last use, oldest first. */
  readonly #topics = new Map<string, Watched>()
  readonly #groups = new Map<string, IntervalEstimate>()
  readonly #frameListeners = new Set<(changedTopics: ReadonlySet<string>) => void>()

  constructor(link: Pick<PageLink, 'want' | 'onPulled'>) {
    this.#link = link
    link.onPulled((updates) => {
      this.#pulled(updates)
    })
  }

  view(topic: string): TopicView | null {
    return this.#topics.get(topic)?.record.view ?? null
  }

  watch(topic: string, maxHz: Rate, onChange?: (view: TopicView) => void): TopicWatch {
    const watched = this.#topics.get(topic) ?? { record: new TopicRecord(topic), watches: new Map(), wantedHz: null }
    this.#topics.delete(topic)
    this.#topics.set(topic, watched)
    const watch: TopicWatch = {
      topic,
      setRate: (hz) => {
        const held = watched.watches.get(watch)
        if (held === undefined || held.maxHz === hz) return
        held.maxHz = hz
        this.#tellLink(topic, watched)
      },
      close: () => {
        if (watched.watches.delete(watch)) this.#tellLink(topic, watched)
      },
    }
    watched.watches.set(watch, { maxHz, onChange })
    this.#tellLink(topic, watched)
    this.#forgetOldest()
    return watch
  }

  onFrame(listener: (changedTopics: ReadonlySet<string>) => void): () => void {
    this.#frameListeners.add(listener)
    return () => this.#frameListeners.delete(listener)
  }

  pulse(topic: string): GroupPulse {
    const group = this.#topics.get(topic)?.record.group
    const pulse = group === undefined ? undefined : this.#groups.get(group)
    return { changedAtMs: pulse?.lastMs ?? null, expectedIntervalMs: pulse?.expectedMs ?? SHORTEST_INTERVAL_MS }
  }

  #pulled(updates: readonly TopicUpdate[]): void {
    const changed = new Set<string>()
    for (const update of updates) {
      const watched = this.#topics.get(update.topic)
      if (watched === undefined || watched.watches.size === 0) continue
      const change = watched.record.update(update)
      if (change !== null) this.#beat(watched.record.group, change)
      changed.add(update.topic)
    }
    for (const topic of changed) {
      const watched = this.#topics.get(topic)
      if (watched !== undefined)
        for (const { onChange } of [...watched.watches.values()]) onChange?.(watched.record.view)
    }
    if (changed.size > 0) for (const listener of [...this.#frameListeners]) listener(changed)
  }

  #beat(group: string, change: { readonly atMs: number; readonly isArrival: boolean }): void {
    const pulse = this.#groups.get(group) ?? new IntervalEstimate()
    this.#groups.set(group, pulse)
    if (change.isArrival) pulse.changed(change.atMs)
    else pulse.lastChanged(change.atMs)
  }

  #tellLink(topic: string, watched: Watched): void {
    const fastest = fastestOf([...watched.watches.values()].map(({ maxHz }) => maxHz))
    if (fastest === watched.wantedHz) return
    watched.wantedHz = fastest
    if (fastest === null) watched.record.rest()
    this.#link.want(topic, fastest)
  }

  #forgetOldest(): void {
    let excess = this.#topics.size - KEPT_TOPICS
    for (const [topic, watched] of this.#topics) {
      if (excess <= 0) return
      if (watched.watches.size > 0) continue
      this.#topics.delete(topic)
      excess -= 1
    }
  }
}

function fastestOf(rates: readonly Rate[]): Rate | null {
  let fastest: number | null = null
  for (const rate of rates) {
    if (rate === 'raw') return 'raw'
    fastest = Math.max(fastest ?? 0, rate)
  }
  return fastest
}
