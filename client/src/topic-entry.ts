import {
  ReceivedState,
  type Position,
  type Rate,
  type RejectedTopic,
  type SnapshotPart,
  type StateByKind,
  type SubscriptionStart,
  type TopicKind,
} from '@tickwall/protocol'
import type { RequestError } from './request-error.js'

/** What this connection knows of a topic's subscription. */
export type Wire =
  | { readonly type: 'off' }
  /** `subscribe` was sent: until its answer no delta follows on what we hold. */
  | { readonly type: 'asked'; readonly hz: Rate }
  | { readonly type: 'on'; readonly hz: Rate; readonly grantedHz: Rate }
  /** `rate` was sent; frames go on at the old rate. */
  | { readonly type: 'changing'; readonly hz: Rate; readonly grantedHz: Rate }
  | { readonly type: 'leaving' }
  /** Not asked again on this connection. */
  | { readonly type: 'denied'; readonly rejected: RejectedTopic }

/** Who wants a topic. */
export interface Subscriber {
  /** Its content or standing changed. */
  changed(): void
  /** A request about it failed, or the link ended. */
  failed(error: RequestError): void
}

/** What a consumer may rely on: `waiting` for a first snapshot, `catchingUp` after a resume, `current`, or refused for good. */
export type Standing = 'waiting' | 'catchingUp' | 'current' | 'denied'

/** A topic's content at a position, to be kept and gone on from by another link, page or process. JSON holds it. */
export interface SavedTopic<Kind extends TopicKind = TopicKind> {
  readonly epoch: string
  readonly offset: number
  readonly state: Partial<StateByKind[Kind]>
}

/** One topic of this link: who wants it, what the server was told, and what was received. */
export class TopicEntry {
  readonly topic: string
  readonly received: ReceivedState
  /** Wanted rate by subscriber. */
  readonly wishes = new Map<Subscriber, Rate>()
  /** Those who want it no more, and want to know when the server knows. */
  readonly leavers = new Set<Subscriber>()
  wire: Wire = { type: 'off' }
  /** The server's name of the topic on this connection. */
  ref: number | null = null
  /** The server was asked for it on this connection and has not said since that it sends nothing. */
  mayBeServed = false
  start: SubscriptionStart | null = null
  /** Set from a `snapshot` or `reset` start, or a reset notice, to that snapshot: deltas in between do not follow on what we hold. */
  awaitsSnapshot = true
  hasSnapshot = false
  isCatchingUp = false
  /** The gateway said that its fold is behind our position. */
  isBehind = false
  degradedHz: Rate | null = null
  /** Our clock; when what we held became void, null if never. */
  gapAtMs: number | null = null
  /** Our clock; when the newest content came. */
  receivedAtMs: number | null = null
  /** Our clock; a request that failed is not sent again before this. */
  notBeforeMs = 0
  failures = 0

  /** Denied by this side, on every connection. */
  readonly isMalformed: boolean

  constructor(topic: string, kind: TopicKind, isMalformed: boolean) {
    this.topic = topic
    this.isMalformed = isMalformed
    this.received = new ReceivedState(kind)
  }

  /** The fastest rate that anybody wants, null when nobody does. */
  get wantedHz(): Rate | null {
    let fastest: Rate | null = null
    for (const hz of this.wishes.values()) {
      if (hz === 'raw') return 'raw'
      if (fastest === null || hz > (fastest as number)) fastest = hz
    }
    return fastest
  }

  get grantedHz(): Rate | null {
    return this.wire.type === 'on' || this.wire.type === 'changing' ? this.wire.grantedHz : null
  }

  get position(): Position | null {
    return this.hasSnapshot ? { epoch: this.received.epoch, offset: this.received.offset } : null
  }

  /**
   * Where a delta may go on from. Not where a snapshot was announced: what is held is void. Nor from a quote that is partial: a
   * gateway that saw the day begin cannot know that this copy did not, and its delta would leave the day fields out.
   */
  get resumable(): Position | null {
    const { position, awaitsSnapshot, received } = this
    const isPartial = 'partial' in received.state && received.state.partial === true
    return position === null || position.epoch === '' || awaitsSnapshot || isPartial ? null : position
  }

  /** Takes over what was held elsewhere, if nothing is held here; the server tells what has changed since. */
  restore(saved: SavedTopic): void {
    if (this.hasSnapshot) return
    // Checked no further than a server's: what is held is what was given.
    this.received.applySnapshot(saved as SnapshotPart)
    this.hasSnapshot = true
    this.awaitsSnapshot = false
    this.isCatchingUp = true
  }

  /** Whether a delta from that position follows on what is held. */
  reaches(epoch: string, offset: number): boolean {
    return this.received.epoch === epoch && this.received.offset >= offset
  }

  get rejected(): RejectedTopic | null {
    return this.wire.type === 'denied' ? this.wire.rejected : null
  }

  get standing(): Standing {
    if (this.wire.type === 'denied') return 'denied'
    if (!this.hasSnapshot) return 'waiting'
    return this.isCatchingUp ? 'catchingUp' : 'current'
  }

  /** The connection is gone: refs, rates and refusals were its own; what was received stays. */
  disconnect(): void {
    this.wire = { type: 'off' }
    this.ref = null
    this.mayBeServed = false
    this.isCatchingUp = false
    this.isBehind = false
    this.degradedHz = null
    this.notBeforeMs = 0
    this.failures = 0
  }
}
