import { parseTopic, ReceivedState, type QuoteState, type StateByKind, type TopicKind } from '@tickwall/protocol'
import type { TopicContent, TopicStanding, TopicUpdate } from '../link/port-message.js'
import { directionOf } from './direction.js'
import { eventAtMs } from './event-at.js'
import { IntervalEstimate } from './interval-estimate.js'
import { grownPlaces, NO_PLACES } from './places.js'
import { Sparkline } from './sparkline.js'
import { groupOf } from './topic-group.js'
import type { TopicView } from './topic-view.js'

const WAITING: TopicStanding = { stage: 'waiting', denied: null, degradedHz: null, gapAtMs: null }

/** One topic on the page: takes updates in, and makes a new view of each. */
export class TopicRecord {
  readonly group: string
  readonly #received: ReceivedState
  readonly #interval = new IntervalEstimate()
  #awaitsWhole = true
  #lastPrice: string | undefined
  #view: TopicView

  constructor(topic: string) {
    const kind = parseTopic(topic)?.kind ?? 'quote'
    this.group = groupOf(topic)
    this.#received = new ReceivedState(kind)
    this.#view = firstView(topic, kind)
  }

  get view(): TopicView {
    return this.#view
  }

  /** Nobody watches it any more: what is held grows old without being told. */
  rest(): void {
    this.#awaitsWhole = true
    this.#view = { ...this.#view, ...WAITING, version: this.#view.version + 1 }
  }

  /** Takes an update in; answers when the topic changed, in ms of the server's clock, or null when only its standing did. */
  update({ content, standing }: TopicUpdate): { readonly atMs: number; readonly isArrival: boolean } | null {
    // Content that arrives in the same update as the end of a catch-up is that catch-up.
    const wasCurrent = this.#view.stage === 'current'
    const isNews = content?.type === 'changes' && !content.isCatchUp && wasCurrent && !this.#awaitsWhole
    this.#view = { ...this.#view, ...standing, isNews, version: this.#view.version + 1 }
    if (content?.type === 'saved') {
      this.#takeSaved(content)
      return null
    }
    // Changes that were under way when it was left may have a hole before them.
    if (content === undefined || (this.#awaitsWhole && content.type === 'changes')) return null
    this.#awaitsWhole = false
    const isArrival = isNews
    const changed = this.#take(content)
    if (!changed) return null
    const told = eventAtMs(this.#view)
    const atMs = isArrival || told === null ? content.receivedAtMs : Math.min(told, content.receivedAtMs)
    if (isArrival) this.#interval.changed(atMs)
    else this.#interval.lastChanged(atMs)
    this.#view = {
      ...this.#view,
      changedAtMs: this.#interval.lastMs,
      expectedIntervalMs: this.#interval.expectedMs,
    }
    return { atMs, isArrival }
  }

  /** What an earlier visit saw is shown until there is anything newer, and counts as no change. */
  #takeSaved({ state, receivedAtMs }: Extract<TopicContent, { type: 'saved' }>): void {
    if (this.#view.receivedAtMs !== null) return
    const shown = { ...this.#view.state, ...state } as StateByKind[TopicKind]
    this.#view = { ...this.#view, state: shown, receivedAtMs, changedAtMs: receivedAtMs }
    if (this.#view.kind === 'quote') this.#view = { ...this.#view, places: grownPlaces(NO_PLACES, shown as QuoteState) }
  }

  /** Answers whether any field changed. */
  #take(content: Exclude<TopicContent, { type: 'saved' }>): boolean {
    const { position, receivedAtMs, lost } = content
    if (content.type === 'whole') this.#received.applySnapshot({ ...position, state: content.state })
    else if (Object.keys(content.changes).length === 0) {
      this.#view = { ...this.#view, position }
      return false
    } else this.#received.applyChanges(position.offset, content.changes)
    const state = this.#copyState(content)
    this.#view = { ...this.#view, state, position, receivedAtMs, lost }
    if (this.#view.kind === 'quote') this.#takeQuote(state as QuoteState, receivedAtMs)
    return true
  }

  /** Views are compared by identity, and the received state changes in place. Items are copied only when some changed. */
  #copyState(content: Exclude<TopicContent, { type: 'saved' }>): StateByKind[TopicKind] {
    const fields = { ...this.#received.state } as Record<string, unknown>
    const items = fields['items']
    if (Array.isArray(items)) {
      const isSame = content.type === 'changes' && !('items' in content.changes) && !('size' in content.changes)
      fields['items'] = isSame ? (this.#view.state as { items?: unknown }).items : [...(items as unknown[])]
    }
    return fields as unknown as StateByKind[TopicKind]
  }

  #takeQuote(quote: QuoteState, receivedAtMs: number): void {
    const { direction, places, sparkline } = this.#view
    const before = this.#lastPrice
    this.#lastPrice = quote.last
    if (quote.last !== undefined) sparkline?.push(receivedAtMs, Number(quote.last))
    this.#view = {
      ...this.#view,
      direction: directionOf(before, quote.last, direction),
      places: grownPlaces(places, quote),
    }
  }
}

function firstView(topic: string, kind: TopicKind): TopicView {
  return {
    topic,
    kind,
    ...WAITING,
    state: kind === 'trades' || kind === 'bars' ? { items: [], size: 0 } : {},
    position: null,
    receivedAtMs: null,
    changedAtMs: null,
    isNews: false,
    version: 0,
    lost: 0,
    expectedIntervalMs: new IntervalEstimate().expectedMs,
    direction: 'same',
    places: NO_PLACES,
    sparkline: kind === 'quote' ? new Sparkline() : null,
  }
}
