import {
  DEFAULT_RATE,
  type ClientMessage,
  type DeltaPart,
  type ServerMessage,
  type SnapshotPart,
  type SubscriptionStart,
} from '@tickwall/protocol'
import type { FakeClock } from './fake-clock.js'
import type { FakeSocket } from './fake-socket.js'
import { hello } from './linked.js'
import type { ModelLog } from './model-log.js'
import type { Die } from './seeded.js'

interface Served {
  readonly log: ModelLog
  readonly ref: number
  /** What the client was told: the offset in that epoch; null while a snapshot is owed. */
  sent: { readonly epoch: string; readonly offset: number } | null
  /** Resumed or joined: the first delta is a frame of its own. */
  isOwn: boolean
  /** Was told that there are no records yet. */
  isEmpty: boolean
}

/** Folds the logs, each up to an offset of its own: a gateway may be behind another. */
export class ModelGateway {
  readonly name: string
  readonly #logs: ReadonlyMap<string, ModelLog>
  readonly #folded = new Map<ModelLog, { epoch: string; offset: number }>()

  constructor(name: string, logs: ReadonlyMap<string, ModelLog>) {
    this.name = name
    this.#logs = logs
    this.fold(Infinity)
  }

  /** Reads up to `most` further records of each log. */
  fold(most: number): void {
    for (const log of this.#logs.values()) {
      const held = this.at(log)
      this.#folded.set(log, { epoch: log.epoch, offset: Math.min(held.offset + most, log.records.length - 1) })
    }
  }

  at(log: ModelLog): { readonly epoch: string; readonly offset: number } {
    const held = this.#folded.get(log)
    return held === undefined || held.epoch !== log.epoch ? { epoch: log.epoch, offset: -1 } : held
  }

  log(topic: string): ModelLog | undefined {
    return this.#logs.get(topic)
  }
}

/** A session by the rules of the protocol, in the simplest way: positions, snapshots, deltas, numbered frames. */
export class ModelSession {
  readonly #gateway: ModelGateway
  readonly #socket: FakeSocket
  readonly #clock: FakeClock
  readonly #die: Die
  readonly #served = new Map<string, Served>()
  #n = 0
  #lastShared: number | null = null
  readonly #toClient = { busyUntilMs: 0 }
  readonly #toServer = { busyUntilMs: 0 }
  readonly #refs: string[] = []
  isOpen = true
  /** Share of requests that fail or are never answered. */
  faults = 0

  constructor(gateway: ModelGateway, socket: FakeSocket, clock: FakeClock, die: Die) {
    this.#gateway = gateway
    this.#socket = socket
    this.#clock = clock
    this.#die = die
    socket.onSent = (message) => {
      this.#later(this.#toServer, () => {
        this.#take(message)
      })
    }
    this.#later(this.#toClient, () => {
      socket.opens()
    })
    this.#tell(hello(clock.nowMs(), { server: gateway.name }))
  }

  close(code: number): void {
    this.isOpen = false
    this.#socket.ends(code)
  }

  /** A flush: shared topics in one numbered frame, everything owed in frames of its own. `loses` drops the shared one on its way. */
  flush(loses: boolean): void {
    const shared: DeltaPart[] = []
    const own: DeltaPart[] = []
    const snapshots: SnapshotPart[] = []
    for (const served of this.#served.values()) {
      const { log, ref } = served
      const fold = this.#gateway.at(log)
      if (served.sent !== null && served.sent.epoch !== fold.epoch) {
        this.#tell({ type: 'notice', ts: this.#clock.nowMs(), reason: 'reset', topics: [log.topic] })
        served.sent = null
      }
      if (served.sent === null) {
        const isEmpty = fold.offset < 0
        if (isEmpty && served.isEmpty) continue
        snapshots.push({
          ref,
          epoch: isEmpty ? '' : fold.epoch,
          offset: fold.offset,
          state: log.state(fold.offset) as never,
        })
        served.isEmpty = isEmpty
        served.sent = isEmpty ? null : fold
        continue
      }
      if (fold.offset <= served.sent.offset && !served.isOwn) continue
      if (fold.offset < served.sent.offset) continue
      const part: DeltaPart = [ref, fold.offset, log.changes(served.sent.offset, fold.offset)]
      ;(served.isOwn ? own : shared).push(part)
      served.isOwn = false
      served.sent = fold
    }
    if (snapshots.length > 0 || own.length > 0) this.#frame({ snapshots, deltas: own }, false)
    if (shared.length > 0) this.#frame({ deltas: shared }, loses)
  }

  /** Whether the next flush would send a shared frame, and nothing before it. */
  get isInStep(): boolean {
    let hasNews = false
    for (const { log, sent, isOwn } of this.#served.values()) {
      const fold = this.#gateway.at(log)
      if (sent === null || isOwn || sent.epoch !== fold.epoch) return false
      if (fold.offset > sent.offset) hasNews = true
    }
    return hasNews
  }

  #frame(parts: { readonly snapshots?: SnapshotPart[]; readonly deltas: DeltaPart[] }, loses: boolean): void {
    const n = ++this.#n
    const ts = this.#clock.nowMs()
    const prev = parts.snapshots === undefined ? this.#lastShared : null
    if (parts.snapshots === undefined) this.#lastShared = n
    if (!loses) this.#tell({ type: 'frame', n, ...(prev === null ? {} : { prev }), ts, at: ts, ...parts })
  }

  #take(message: ClientMessage): void {
    const ts = this.#clock.nowMs()
    if (message.type === 'ack') {
      if (message.n > this.#n) throw new Error('the client acknowledged a frame that was never sent')
      return
    }
    const { id } = message
    if (message.type !== 'ping' && this.#die.chance(this.faults)) {
      if (this.#die.chance(0.5))
        this.#tell({ type: 'error', id, ts, code: 'rateLimited', message: 'slow down', retryable: true })
      return
    }
    switch (message.type) {
      case 'ping':
        this.#tell({ type: 'pong', id, ts })
        return
      case 'auth':
        this.#tell({ type: 'authenticated', id, ts, expiresAt: null })
        return
      case 'unsubscribe':
        for (const topic of message.topics) this.#served.delete(topic)
        this.#tell({ type: 'unsubscribed', id, ts, topics: message.topics })
        return
      case 'rate': {
        const held = message.topics.filter((topic) => this.#served.has(topic))
        this.#tell({ type: 'rated', id, ts, topics: held.map((topic) => ({ topic, hz: message.maxHz })) })
        return
      }
      case 'subscribe': {
        const topics = message.topics.map((topic) => this.#subscribe(topic, message))
        this.#tell({ type: 'subscribed', id, ts, topics, rejected: [] })
      }
    }
  }

  #subscribe(topic: string, message: Extract<ClientMessage, { type: 'subscribe' }>) {
    const log = this.#gateway.log(topic)
    if (log === undefined) throw new Error('the model has no such topic')
    const hz = message.maxHz ?? DEFAULT_RATE
    const ref = this.#served.get(topic)?.ref ?? this.#refs.push(topic) - 1
    const wanted = message.resume?.[topic]
    const start: SubscriptionStart =
      wanted === undefined ? 'snapshot' : wanted[0] === log.epoch && wanted[1] < log.records.length ? 'resume' : 'reset'
    const sent = start === 'resume' && wanted !== undefined ? { epoch: wanted[0], offset: wanted[1] } : null
    this.#served.set(topic, { log, ref, sent, isOwn: true, isEmpty: false })
    return { topic, ref, hz, start }
  }

  #tell(message: ServerMessage): void {
    const text = JSON.stringify(message)
    this.#later(this.#toClient, () => {
      this.#socket.says(text)
    })
  }

  /** On its way for 1 to 20 ms, in order; what is on its way when the socket ends is lost. */
  #later(way: { busyUntilMs: number }, run: () => void): void {
    const nowMs = this.#clock.nowMs()
    way.busyUntilMs = Math.max(way.busyUntilMs, nowMs + 1 + this.#die.below(20))
    this.#clock.after(way.busyUntilMs - nowMs, () => {
      if (this.isOpen) run()
    })
  }
}
