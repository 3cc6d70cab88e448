import { randomBytes } from 'node:crypto'
import type { Subscription as RxSubscription } from 'rxjs'
import type { SourceState } from '@tickwall/protocol'
import { OPEN_ACCESS, type Access } from '../guard/access.js'
import { OPEN_GUARD, type SessionGuard } from '../guard/session-guard.js'
import type { Clock, Stop } from '../lanes/clock.js'
import type { Lanes } from '../lanes/lanes.js'
import type { PunctualClock } from '../lanes/punctual-clock.js'
import { drain, type DrainPlan } from './drain.js'
import { FlushTurns } from './flush-turns.js'
import type { SessionLimits } from './limits.js'
import { Session } from './session.js'
import type { LogState, ServerIdentity, RequestContext, SessionObserver } from './session-context.js'
import { Requests } from './requests.js'
import { Slot } from './slot.js'
import { TopicNames } from './topic-names.js'
import type { Transport } from './transport.js'

const SWEEP_MS = 1000

export interface SessionsOptions {
  readonly identity: ServerIdentity
  readonly limits: SessionLimits
  readonly clock: Clock
  /** The same, as the lanes have it. */
  readonly punctual: PunctualClock
  /** Each with a phase of its own, so that the population is not flushed all at once; at least one. */
  readonly lanes: readonly Lanes[]
  readonly log: LogState
  readonly observer: SessionObserver
  /** Default: `OPEN_GUARD`. */
  readonly guard?: SessionGuard
  /** So many sessions share a slot before the next one is used; default 1500. */
  readonly slotMembers?: number
}

/**
 * A slot takes new sessions until it has this many, some 20 ms of work; only then the next one is used: what a topic has to
 * say is encoded once per slot.
 */
const SLOT_MEMBERS = 1500

/** Not to be guessed. A UUID's text is put together from a dozen pieces, which stay in memory with it. */
const sessionId = (): string => randomBytes(12).toString('base64url')

/** All sessions of the process. */
export class Sessions {
  /** One for each slot. */
  readonly #contexts: readonly RequestContext[]
  readonly #clock: Clock
  readonly #punctual: PunctualClock
  readonly requests: Requests
  readonly #sessions = new Set<Session>()
  readonly #following: RxSubscription
  readonly #stopSweep: Stop
  readonly #slotMembers: number

  constructor(options: SessionsOptions) {
    const { lanes, clock, punctual, observer, slotMembers = SLOT_MEMBERS } = options
    this.#clock = clock
    this.#punctual = punctual
    this.#slotMembers = slotMembers
    const requests = (this.requests = new Requests(clock))
    const turns = new FlushTurns(clock)
    const [first] = lanes
    if (first === undefined) throw new Error('sessions need lanes')
    this.#contexts = lanes.map((own) => ({
      ...options,
      guard: options.guard ?? OPEN_GUARD,
      requests,
      names: new TopicNames(own.store),
      slot: new Slot({
        lanes: own,
        clock: punctual,
        turns,
        wrote: (delayMs) => observer.flushDelayed(delayMs),
        ended: (durationMs, ageMs) => observer.flushEnded(durationMs, ageMs),
      }),
    }))
    this.#following = first.store.reset$.subscribe((partition) => {
      // What was told before was of another fold.
      for (const { parts } of lanes) parts.clear()
      for (const session of this.#sessions) session.voided(partition)
    })
    this.#stopSweep = clock.every(SWEEP_MS, () => {
      for (const session of this.#sessions) session.sweep()
      for (const { parts } of lanes) parts.clear()
    })
  }

  /** Opens a session on a transport that is ready to be written to, and greets it. */
  open(transport: Transport, access: Access = OPEN_ACCESS): Session {
    this.#punctual.runDue()
    const context = this.#roomiest()
    context.slot.join()
    const session = new Session(sessionId(), transport, context, access)
    this.#sessions.add(session)
    return session
  }

  /** The transport's socket is gone. */
  closed(session: Session, code: number): void {
    if (!this.#sessions.delete(session)) return
    session.closed(code)
    session.slot.leave()
  }

  get size(): number {
    return this.#sessions.size
  }

  /** Calls back with the unsent bytes of each. */
  eachBacklog(told: (bytes: number) => void): void {
    for (const session of this.#sessions) told(session.unsentBytes)
  }

  get cohorts(): number {
    return this.#contexts.reduce((size, { slot }) => size + slot.cohorts.size, 0)
  }

  /** Tells every client that the gateway's own source was lost or is back. */
  sourceChanged(state: SourceState): void {
    const ts = this.#clock.nowMs()
    if (state === 'catchingUp') return
    const reason = state === 'lost' ? 'sourceLost' : 'sourceBack'
    for (const session of this.#sessions) session.tell({ type: 'notice', ts, reason })
  }

  /** Sends every session away, paced; resolves when the last close was sent. */
  drain(plan: DrainPlan, random: () => number = Math.random): Promise<void> {
    return drain([...this.#sessions], plan, this.#clock, random)
  }

  /** Stops flushing and sweeping. */
  stop(): void {
    this.#stopSweep()
    this.#following.unsubscribe()
    for (const { slot } of this.#contexts) slot.stop()
  }

  /** The first slot with room; when all are full, the one with the fewest. */
  #roomiest(): RequestContext {
    const free = this.#contexts.find(({ slot }) => slot.members < this.#slotMembers)
    return free ?? this.#contexts.reduce((a, b) => (b.slot.members < a.slot.members ? b : a))
  }
}
