import type { Link, Standing, Subscription } from '@tickwall/client'
import type { SnapshotPart } from '@tickwall/protocol'
import { changesBetween, copyFields, type Fields } from './changes-between.js'
import { isSame } from './is-same.js'
import type { TopicContent, TopicStanding, TopicUpdate } from './port-message.js'
import type { SavedState } from './saved-states.js'

/** What the page was last told. */
interface Told {
  /** The state object of the link; another one means a snapshot came. */
  readonly source: object
  readonly fields: Fields
  readonly offset: number
}

/** One topic of one page: what the page was told, and so what there is to tell. */
export class ToldTopic {
  readonly subscription: Subscription
  readonly #topic: string
  readonly #link: Link
  #told: Told | null = null
  #toldStanding: TopicStanding | null = null
  #isSavedTold = false
  /** It has been catching up since the page was last told; the page may not have seen that it did. */
  #hasCaughtUp = false

  constructor(topic: string, subscription: Subscription, link: Link) {
    this.#topic = topic
    this.subscription = subscription
    this.#link = link
  }

  /** Whether the page was told any content of this visit. */
  get hasContent(): boolean {
    return this.#told !== null
  }

  /** The topic changed, and stands so now. */
  stood(standing: Standing): void {
    if (standing === 'catchingUp') this.#hasCaughtUp = true
  }

  /** What the page does not know yet, null for nothing; told by being answered. `savedOf` answers what an earlier visit saw last. */
  next(savedOf: (topic: string) => SavedState | null): TopicUpdate | null {
    const content = this.#content() ?? this.#saved(savedOf)
    const standing = this.#standing()
    const isTold = isSame(standing, this.#toldStanding)
    this.#toldStanding = standing
    if (content === null && isTold) return null
    return { topic: this.#topic, ...(content === null ? {} : { content }), ...(isTold ? {} : { standing }) }
  }

  #content(): TopicContent | null {
    const { state, position, receivedAtMs, lost, standing } = this.subscription
    if (state === null || position === null) return null
    const told = this.#told
    const isWhole = told === null || told.source !== state
    if (!isWhole && told.offset === position.offset) return null
    const when = { position, lost, receivedAtMs: (receivedAtMs ?? 0) + this.#link.clockOffsetMs }
    const fields = copyFields(state)
    const isCatchUp = this.#hasCaughtUp
    this.#hasCaughtUp = standing === 'catchingUp'
    this.#told = { source: state, fields, offset: position.offset }
    return isWhole
      ? { type: 'whole', state: fields as SnapshotPart['state'], ...when }
      : { type: 'changes', changes: changesBetween(told.fields, state), isCatchUp, ...when }
  }

  /** Once, and only as long as there is nothing newer. */
  #saved(savedOf: (topic: string) => SavedState | null): TopicContent | null {
    if (this.#isSavedTold || this.#told !== null || this.subscription.standing !== 'waiting') return null
    const saved = savedOf(this.#topic)
    if (saved === null) return null
    this.#isSavedTold = true
    return { type: 'saved', state: saved.state, receivedAtMs: saved.receivedAtMs }
  }

  #standing(): TopicStanding {
    const { standing, rejected, degradedHz, gapAtMs } = this.subscription
    return {
      stage: standing,
      denied: rejected,
      degradedHz,
      gapAtMs: gapAtMs === null ? null : Math.round(gapAtMs + this.#link.clockOffsetMs),
    }
  }
}
