import {
  parseTopic,
  ReceivedState,
  type Changes,
  type QuoteState,
  type StateByKind,
  type TopicKind,
} from '@tickwall/protocol'
import { eventTimeOf } from '../link/event-time.js'
import type { TopicContent, TopicStanding, TopicUpdate } from '../link/port-message.js'
import { directionOf } from './direction.js'
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

  /** Takes an update in; answers when the topic changed, in ms of the server's clock, or null when only its standing did. Hot path. */
  update({ content, standing }: TopicUpdate): { readonly atMs: number; readonly isArrival: boolean } | null {
    const before = this.#view
    // Content that arrives in the same update as the end of a catch-up is that catch-up.
    const isNews = content?.type === 'changes' && !content.isCatchUp && before.stage === 'current' && !this.#awaitsWhole
    const stood = { ...before, ...standing, isNews, version: before.version + 1 }
    // Changes that were under way when it was left may have a hole before them.
    if (content === undefined || (this.#awaitsWhole && content.type === 'changes')) this.#view = stood
    else if (content.type === 'saved') this.#view = withSaved(stood, content)
    else return this.#take(stood, content)
    return null
  }

  #take(stood: TopicView, content: FreshContent): { readonly atMs: number; readonly isArrival: boolean } | null {
    const { position, receivedAtMs, lost } = content
    this.#awaitsWhole = false
    if (content.type === 'changes' && isEmpty(content.changes)) {
      this.#view = { ...stood, position }
      return null
    }
    const isArrival = stood.isNews
    const state = this.#stateAfter(content)
    const told = eventTimeOf(stood.kind, state)
    const atMs = isArrival || told === null ? receivedAtMs : Math.min(told, receivedAtMs)
    if (isArrival) this.#interval.changed(atMs)
    else this.#interval.lastChanged(atMs)
    const quote = stood.kind === 'quote' ? (state as QuoteState) : null
    // One copy a change: a second would cost as much as all the rest.
    this.#view = {
      ...stood,
      state,
      position,
      receivedAtMs,
      lost,
      changedAtMs: this.#interval.lastMs,
      expectedIntervalMs: this.#interval.expectedMs,
      direction: quote === null ? 'same' : directionOf(this.#lastPrice, quote.last, stood.direction),
      places: quote === null ? NO_PLACES : grownPlaces(stood.places, changedQuote(content)),
    }
    if (quote !== null) this.#tookQuote(quote, receivedAtMs)
    return { atMs, isArrival }
  }

  /** Views are compared by identity: each change makes a new state. What is received of lists changes in place. */
  #stateAfter(content: FreshContent): StateByKind[TopicKind] {
    const { state, kind } = this.#view
    // All of a quote is one value a field: merged into a copy of the view's, which costs a fifth of what a receiver's own copy costs.
    if (kind === 'quote')
      return (content.type === 'whole' ? content.state : merged(state, content.changes)) as QuoteState
    if (content.type === 'whole') this.#received.applySnapshot({ ...content.position, state: content.state })
    else this.#received.applyChanges(content.position.offset, content.changes)
    const fields = { ...this.#received.state } as Record<string, unknown>
    const items = fields['items']
    if (Array.isArray(items)) {
      const isSame = content.type === 'changes' && !('items' in content.changes) && !('size' in content.changes)
      fields['items'] = isSame ? (state as { items?: unknown }).items : [...(items as unknown[])]
    }
    return fields as unknown as StateByKind[TopicKind]
  }

  #tookQuote({ last }: QuoteState, receivedAtMs: number): void {
    this.#lastPrice = last
    if (last !== undefined) this.#view.sparkline?.push(receivedAtMs, Number(last))
  }
}

type FreshContent = Exclude<TopicContent, { type: 'saved' }>

/** What an earlier visit saw is shown until there is anything newer, and counts as no change. */
function withSaved(view: TopicView, { state, receivedAtMs }: Extract<TopicContent, { type: 'saved' }>): TopicView {
  if (view.receivedAtMs !== null) return view
  const shown = { ...view.state, ...state } as StateByKind[TopicKind]
  const places = view.kind === 'quote' ? grownPlaces(NO_PLACES, shown as QuoteState) : view.places
  return { ...view, state: shown, receivedAtMs, changedAtMs: receivedAtMs, places }
}

/** A field that ceased is null on the wire, and absent here. */
function merged(state: object, changes: Changes): object {
  const next: Record<string, unknown> = { ...state, ...changes }
  for (const field in changes) if (next[field] === null) Reflect.deleteProperty(next, field)
  return next
}

function isEmpty(changes: Changes): boolean {
  for (const field in changes) if (Object.hasOwn(changes, field)) return false
  return true
}

/** Only what changed can need more places than before. */
const changedQuote = (content: FreshContent): QuoteState =>
  (content.type === 'whole' ? content.state : content.changes) as QuoteState

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
