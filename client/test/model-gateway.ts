import { DEFAULT_RATE, type ClientMessage, type FrameMessage, type ServerMessage } from '@tickwall/protocol'
import type { FakeClock } from './fake-clock.js'
import type { FakeSocket } from './fake-socket.js'
import { inForm } from './in-form.js'
import { hello } from './linked.js'
import type { ModelLog } from './model-log.js'
import { ModelTopics } from './model-topics.js'
import { ModelWay } from './model-way.js'
import type { Die } from './seeded.js'

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

/** A session: numbered frames, shared or of its own, and the answers to requests. */
export class ModelSession {
  readonly #socket: FakeSocket
  readonly #clock: FakeClock
  readonly #die: Die
  readonly #topics: ModelTopics
  readonly #toClient: ModelWay
  #n = 0
  #lastShared: number | null = null
  readonly #refs: string[] = []
  isOpen = true
  /** Share of requests that fail or are never answered. */
  faults = 0

  constructor(gateway: ModelGateway, socket: FakeSocket, clock: FakeClock, die: Die) {
    this.#socket = socket
    this.#clock = clock
    this.#die = die
    this.#topics = new ModelTopics(gateway)
    const isOpen = (): boolean => this.isOpen
    this.#toClient = new ModelWay(clock, die, isOpen)
    const toServer = new ModelWay(clock, die, isOpen)
    socket.onSent = (message) => {
      toServer.carry(() => {
        this.#take(message)
      })
    }
    this.#toClient.carry(() => {
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
    const { voided, snapshots, own, shared } = this.#topics.news()
    for (const topic of voided)
      this.#tell({ type: 'notice', ts: this.#clock.nowMs(), reason: 'reset', topics: [topic] })
    if (snapshots.length > 0 || own.length > 0) this.#frame({ snapshots, deltas: own }, false)
    if (shared.length > 0) this.#frame({ deltas: shared }, loses)
  }

  /** Whether the next flush would send a shared frame, and nothing before it. */
  get isInStep(): boolean {
    return this.#topics.isInStep
  }

  #frame(parts: Pick<FrameMessage, 'snapshots' | 'deltas'>, loses: boolean): void {
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
        for (const topic of message.topics) this.#topics.delete(topic)
        this.#tell({ type: 'unsubscribed', id, ts, topics: message.topics })
        return
      case 'rate': {
        const held = message.topics.filter((topic) => this.#topics.has(topic))
        this.#tell({ type: 'rated', id, ts, topics: held.map((topic) => ({ topic, hz: message.maxHz })) })
        return
      }
      case 'subscribe': {
        const hz = message.maxHz ?? DEFAULT_RATE
        const topics = message.topics.map((topic) => {
          const ref = this.#topics.refOf(topic) ?? this.#refs.push(topic) - 1
          return { topic, ref, hz, start: this.#topics.begin(topic, ref, message.resume?.[topic]) }
        })
        this.#tell({ type: 'subscribed', id, ts, topics, rejected: [] })
      }
    }
  }

  #tell(message: ServerMessage): void {
    const said = inForm(message, this.#socket.protocols)
    this.#toClient.carry(() => {
      this.#socket.says(said)
    })
  }
}
