import { randomUUID } from 'node:crypto'
import type { Subscription as RxSubscription } from 'rxjs'
import type { SourceState } from '@tickwall/protocol'
import type { Clock, Stop } from '../lanes/clock.js'
import type { Flush } from '../lanes/flush-clock.js'
import type { Lanes } from '../lanes/lanes.js'
import { Cohorts } from './cohorts.js'
import { drain, type DrainPlan } from './drain.js'
import type { SessionLimits } from './limits.js'
import { Session } from './session.js'
import type { LogState, ServerIdentity, SessionContext, SessionObserver } from './session-context.js'
import { SnapshotCache } from './snapshot-cache.js'
import type { Transport } from './transport.js'

const SWEEP_MS = 1000

export interface SessionsOptions {
  readonly identity: ServerIdentity
  readonly limits: SessionLimits
  readonly clock: Clock
  readonly lanes: Lanes
  readonly log: LogState
  readonly observer: SessionObserver
}

/** All sessions of the process, and the order of one flush: shared frames first, then those of sessions out of step. */
export class Sessions {
  readonly #context: SessionContext
  readonly #sessions = new Set<Session>()
  readonly #following: RxSubscription[]
  readonly #stopSweep: Stop

  constructor(options: SessionsOptions) {
    const { lanes, clock } = options
    const context: SessionContext = {
      ...options,
      cohorts: new Cohorts(),
      snapshots: new SnapshotCache(),
      outOfStep: new Set(),
    }
    this.#context = context
    this.#following = [
      lanes.flushed$.subscribe((flush) => this.#flush(flush)),
      lanes.store.reset$.subscribe(({ log, partition }) => {
        for (const session of this.#sessions) {
          session.voided(({ lane: { handle } }) => {
            const id = handle.partition
            return id !== null && id.log === log && id.partition === partition
          })
        }
      }),
    ]
    this.#stopSweep = clock.every(SWEEP_MS, () => {
      const nowMs = clock.nowMs()
      for (const session of this.#sessions) session.sweep(nowMs)
    })
    lanes.start()
  }

  /** Opens a session on a transport that is ready to be written to, and greets it. */
  open(transport: Transport): Session {
    const session = new Session(randomUUID(), transport, this.#context)
    this.#sessions.add(session)
    return session
  }

  /** The transport's socket is gone. */
  closed(session: Session, code: number): void {
    if (this.#sessions.delete(session)) session.closed(code)
  }

  get size(): number {
    return this.#sessions.size
  }

  get cohorts(): number {
    return this.#context.cohorts.size
  }

  /** Tells every client that the gateway's own source was lost or is back. */
  sourceChanged(state: SourceState): void {
    const ts = this.#context.clock.nowMs()
    if (state === 'catchingUp') return
    const reason = state === 'lost' ? 'sourceLost' : 'sourceBack'
    for (const session of this.#sessions) session.tell({ type: 'notice', ts, reason })
  }

  /** Sends every session away, paced; resolves when the last close was sent. */
  drain(plan: DrainPlan, random: () => number = Math.random): Promise<void> {
    return drain([...this.#sessions], plan, this.#context.clock, random)
  }

  /** Stops flushing and sweeping. */
  stop(): void {
    this.#stopSweep()
    for (const following of this.#following) following.unsubscribe()
    this.#context.lanes.stop()
  }

  #flush(flush: Flush): void {
    const { cohorts, outOfStep, snapshots } = this.#context
    cohorts.flush(flush)
    for (const delivery of outOfStep) delivery.catchUp(flush)
    snapshots.clear()
  }
}
