import type { Rate } from '@tickwall/protocol'
import type { PageLink } from '../link/page-link.js'
import type { TopicUpdate } from '../link/port-message.js'
import { IntervalEstimate, SHORTEST_INTERVAL_MS } from './interval-estimate.js'
import type { GroupPulse, Market, TopicWatch } from './market.js'
import { TopicRecord } from './topic-record.js'
import type { TopicView } from './topic-view.js'

/** Topics whose last view is kept after nobody watches them any more, so that a view that opens again shows what it had. */
export const KEPT_TOPICS = 1000

type MarketLink = Pick<PageLink, 'want' | 'onPulled'>

// Wrapped: called as a method of anything but the window, the browser's own throws.
const inMicrotask = (run: () => void): void => {
  queueMicrotask(run)
}

/** `soon` runs once the caller has returned, default a microtask: what is wanted then is what the link is told. */
export const createMarket = (link: MarketLink, soon: (run: () => void) => void = inMicrotask): Market =>
  new PageMarket(link, soon)

interface Watched {
  readonly record: TopicRecord
  readonly watches: Map<TopicWatch, { maxHz: Rate; readonly onChange: ((view: TopicView) => void) | undefined }>
  /** What the link was told last. */
  toldHz: Rate | null
}

class PageMarket implements Market {
  readonly #link: MarketLink
  readonly #soon: (run: () => void) => void
  /** In the order of their last use, oldest first. */
  readonly #topics = new Map<string, Watched>()
  readonly #groups = new Map<string, IntervalEstimate>()
  readonly #frameListeners = new Set<(changedTopics: ReadonlySet<string>) => void>()
  readonly #untold = new Set<string>()

  constructor(link: MarketLink, soon: (run: () => void) => void) {
    this.#link = link
    this.#soon = soon
    link.onPulled((updates) => {
      this.#pulled(updates)
    })
  }

  view(topic: string): TopicView | null {
    return this.#topics.get(topic)?.record.view ?? null
  }

  watch(topic: string, maxHz: Rate, onChange?: (view: TopicView) => void): TopicWatch {
    const watched = this.#topics.get(topic) ?? { record: new TopicRecord(topic), watches: new Map(), toldHz: null }
    this.#topics.delete(topic)
    this.#topics.set(topic, watched)
    const watch: TopicWatch = {
      topic,
      setRate: (hz) => {
        const held = watched.watches.get(watch)
        if (held === undefined || held.maxHz === hz) return
        held.maxHz = hz
        this.#tellSoon(topic)
      },
      close: () => {
        if (watched.watches.delete(watch)) this.#tellSoon(topic)
      },
    }
    watched.watches.set(watch, { maxHz, onChange })
    this.#tellSoon(topic)
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
      if (watched === undefined || watched.toldHz === null) continue
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

  /** A topic that is left and taken up again in one turn, as when a list is made anew, was never left. */
  #tellSoon(topic: string): void {
    this.#untold.add(topic)
    if (this.#untold.size > 1) return
    this.#soon(() => {
      this.#tellLink()
    })
  }

  #tellLink(): void {
    const topics = [...this.#untold]
    this.#untold.clear()
    for (const topic of topics) {
      const watched = this.#topics.get(topic)
      if (watched === undefined) continue
      const fastest = fastestOf([...watched.watches.values()].map(({ maxHz }) => maxHz))
      if (fastest === watched.toldHz) continue
      watched.toldHz = fastest
      if (fastest === null) watched.record.rest()
      this.#link.want(topic, fastest)
    }
  }

  #forgetOldest(): void {
    let excess = this.#topics.size - KEPT_TOPICS
    for (const [topic, watched] of this.#topics) {
      if (excess <= 0) return
      if (watched.watches.size > 0 || watched.toldHz !== null) continue
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
