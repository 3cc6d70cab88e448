import type { CloseReason, SourceState } from '@tickwall/protocol'
import type { Subscription as RxSubscription } from 'rxjs'
import { OPEN_ACCESS, type Access } from '../guard/access.js'
import { OPEN_GUARD, type SessionGuard } from '../guard/session-guard.js'
import type { Clock, Stop } from '../lanes/clock.js'
import type { Lanes } from '../lanes/lanes.js'
import { drain, type DrainPlan } from '../session/drain.js'
import { FlushTurns } from '../session/flush-turns.js'
import type { SessionLimits } from '../session/limits.js'
import type { LogState, ServerIdentity, SessionContext, SessionObserver } from '../session/session-context.js'
import { TopicNames } from '../session/topic-names.js'
import { Slot } from '../session/slot.js'
import { OWED } from '../session/subscription.js'
import { EventStream, type EventWire } from './event-stream.js'
import { planFeed, type FeedPlan, type FeedRequest } from './plan-feed.js'
import { Poll } from './poll.js'

export type StreamTransport = 'sse' | 'poll'

/** Who is told how streams come and go. Never throws. */
export interface StreamObserver {
  opened(transport: StreamTransport): void
  /** `abnormal`: the client went away, which is how an event stream usually ends. */
  closed(transport: StreamTransport, reason: CloseReason | 'abnormal'): void
}

export interface StreamsOptions {
  readonly identity: ServerIdentity
  readonly limits: SessionLimits
  readonly clock: Clock
  /** Of the streams alone: they have a flush of their own. */
  readonly lanes: Lanes
  readonly log: LogState
  readonly observer: SessionObserver
  readonly streams: StreamObserver
  /** Default: `OPEN_GUARD`. */
  readonly guard?: SessionGuard
  /** From 0 to 1. */
  readonly random: () => number
}

const SWEEP_MS = 1000
/** Numbers of four bytes. */
const MAKERS = 2 ** 32

/** How long an event source waits before it comes back after a loss, ms: each its own time, or a crowd would come at once. */
const RETRY_MS = { least: 500, spread: 2500 } as const

/** All clients of the process that have no session: event streams, and polls that wait. */
export class Streams {
  readonly #context: SessionContext
  readonly #options: StreamsOptions
  readonly #eventStreams = new Set<EventStream>()
  readonly #polls = new Set<Poll>()
  readonly #following: RxSubscription
  readonly #stopSweep: Stop
  /** Renewed when a partition is folded anew. */
  #maker: number

  constructor(options: StreamsOptions) {
    const { lanes, clock, observer } = options
    const slot = new Slot({
      ...{ lanes, clock, turns: new FlushTurns(clock) },
      wrote: (delayMs) => observer.flushDelayed(delayMs),
      ended: (durationMs, ageMs) => observer.flushEnded(durationMs, ageMs),
    })
    this.#options = options
    this.#context = { ...options, guard: options.guard ?? OPEN_GUARD, slot, names: new TopicNames(lanes.store) }
    this.#maker = Math.floor(options.random() * MAKERS)
    this.#following = lanes.store.reset$.subscribe((partition) => {
      // What this process sent before is no longer what it has folded.
      this.#maker = (this.#maker + 1) % MAKERS
      for (const { feed } of [...this.#eventStreams, ...this.#polls]) feed.voided(partition)
    })
    this.#stopSweep = clock.every(SWEEP_MS, () => {
      for (const stream of this.#eventStreams) stream.sweep()
      lanes.parts.clear()
    })
  }

  /** Clients that are being served now. */
  size(transport: StreamTransport): number {
    return (transport === 'sse' ? this.#eventStreams : this.#polls).size
  }

  /**
   * Decides how each topic begins. Waits only where the log has to be asked; rejects when that fails. What was planned holds
   * handles: it is to be opened, or to be discarded.
   */
  plan(transport: StreamTransport, request: FeedRequest, access: Access = OPEN_ACCESS): FeedPlan | Promise<FeedPlan> {
    // An event stream begins with what is owed, and each of its topics says at once where it stands; a poll waits for news.
    return planFeed(request, this.#context, transport === 'poll' ? this.#maker : null, access)
  }

  /** What was planned is not wanted any more. */
  discard({ topics }: FeedPlan): void {
    for (const { handle } of topics) this.#context.slot.lanes.store.release(handle)
  }

  /** Sends events until the client is sent away, or is gone, which the caller tells by `closed`. */
  events(plan: FeedPlan, wire: EventWire): EventStream {
    const stream = new EventStream(this.#context, plan, this.#maker, wire, (reason) => {
      this.#eventStreams.delete(stream)
      this.#options.streams.closed('sse', reason ?? 'abnormal')
    })
    this.#eventStreams.add(stream)
    this.#options.streams.opened('sse')
    stream.begin(RETRY_MS.least + Math.round(this.#options.random() * RETRY_MS.spread))
    return stream
  }

  /** Answers by calling `answered` once, at the latest after `waitMs`, and maybe now; not once the caller told `abandon`. */
  poll(plan: FeedPlan, waitMs: number, answered: (body: Buffer) => void): Poll {
    const poll = new Poll(this.#context, this.#trusted(plan), this.#maker, (body) => {
      this.#polls.delete(poll)
      this.#options.streams.closed('poll', body === null ? 'abnormal' : 'normal')
      if (body !== null) answered(body)
    })
    this.#polls.add(poll)
    this.#options.streams.opened('poll')
    poll.begin(waitMs)
    return poll
  }

  /** Tells every client that the gateway's own source was lost or is back. */
  sourceChanged(state: SourceState): void {
    if (state === 'catchingUp') return
    const reason = state === 'lost' ? 'sourceLost' : 'sourceBack'
    for (const stream of [...this.#eventStreams, ...this.#polls]) {
      stream.notice(reason)
      stream.said()
    }
  }

  /** Answers every poll, and sends every event stream away, paced; resolves when the last was ended. */
  drain(plan: DrainPlan): Promise<void> {
    for (const poll of this.#polls) poll.end()
    return drain([...this.#eventStreams], plan, this.#options.clock, this.#options.random)
  }

  /** Stops flushing and sweeping. */
  stop(): void {
    this.#stopSweep()
    this.#following.unsubscribe()
    this.#context.slot.stop()
  }

  /** Between the plan and now a partition may have been folded anew: then what this process had sent is worth nothing. */
  #trusted(plan: FeedPlan): FeedPlan {
    if (plan.maker === this.#maker) return plan
    const topics = plan.topics.map((topic) =>
      topic.standing.standing === 'at' ? { ...topic, start: 'reset' as const, standing: OWED } : topic,
    )
    return { ...plan, topics }
  }
}
