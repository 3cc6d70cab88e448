import type { FrameMessage, WirePosition } from '@tickwall/protocol'
import type { FakeClock } from './fake-clock.js'
import type { FakeExchange } from './fake-http.js'
import type { ModelGateway } from './model-gateway.js'
import { ModelTopics } from './model-topics.js'
import { ModelWay } from './model-way.js'
import type { Die } from './seeded.js'

const HEARTBEAT_MS = 5000

/** What a client without a session asks for. */
interface Asked {
  readonly topics: readonly string[]
  readonly maxHz: number
  readonly resume?: Readonly<Record<string, WirePosition>>
  readonly cursor?: string
  readonly waitMs?: number
}

/** The topics of a request, begun where its cursor or its positions say; `subscribed` tells how. */
function begin(gateway: ModelGateway, { topics, maxHz, resume, cursor }: Asked, nowMs: number) {
  const served = new ModelTopics(gateway)
  const held = cursor === undefined ? resume : (JSON.parse(cursor) as Asked['resume'])
  const begun = topics.map((topic, ref) => {
    const position = held?.[topic]
    if (position?.[0] === '') {
      served.beginEmpty(topic, ref)
      return { topic, ref, hz: maxHz, start: 'resume' }
    }
    return { topic, ref, hz: maxHz, start: served.begin(topic, ref, position) }
  })
  const { name } = gateway
  const subscribed = { ts: nowMs, server: name, source: 'live', heartbeatMs: HEARTBEAT_MS, topics: begun, rejected: [] }
  return { served, subscribed }
}

/** Server-sent events, cut anywhere on their way. */
export class ModelStream {
  readonly #exchange: FakeExchange
  readonly #clock: FakeClock
  readonly #die: Die
  readonly #topics: ModelTopics
  readonly #way: ModelWay
  readonly #stopHeartbeat: () => void
  #n: number
  #lastShared: number | null = null
  #isEnded = false

  constructor(gateway: ModelGateway, exchange: FakeExchange, clock: FakeClock, die: Die) {
    this.#exchange = exchange
    this.#clock = clock
    this.#die = die
    this.#way = new ModelWay(clock, die, () => this.isOpen)
    // Another stream, other numbers, smaller or larger.
    this.#n = die.below(1_000)
    const { served, subscribed } = begin(gateway, exchange.body as unknown as Asked, clock.nowMs())
    this.#topics = served
    this.#way.carry(() => exchange.answers())
    this.#event('subscribed', subscribed)
    let stop = (): void => undefined
    const beat = (): void => {
      if (!this.isOpen) return
      this.#event('heartbeat', { type: 'heartbeat', ts: clock.nowMs(), source: 'live' })
      stop = clock.after(HEARTBEAT_MS, beat)
    }
    stop = clock.after(HEARTBEAT_MS, beat)
    this.#stopHeartbeat = () => {
      stop()
    }
  }

  get isOpen(): boolean {
    return !this.#isEnded && !this.#exchange.isAborted
  }

  /** Breaks, or says goodbye before it ends. */
  close(code: number): void {
    if (!this.isOpen) return
    this.#stopHeartbeat()
    if (code !== 1012) {
      this.#isEnded = true
      this.#exchange.fails()
      return
    }
    this.#event('closing', { type: 'closing', ts: this.#clock.nowMs(), code, reason: 'restarting', retryAfterMs: 40 })
    this.#way.carry(() => {
      this.#isEnded = true
      this.#exchange.ends()
    })
  }

  flush(loses: boolean): void {
    if (!this.isOpen) {
      this.#stopHeartbeat()
      return
    }
    const { voided, snapshots, own, shared } = this.#topics.news()
    const ts = this.#clock.nowMs()
    if (voided.length > 0) this.#event('notice', { type: 'notice', ts, reason: 'reset', topics: voided })
    if (snapshots.length > 0 || own.length > 0) this.#frame({ snapshots, deltas: own }, false)
    if (shared.length > 0) this.#frame({ deltas: shared }, loses)
  }

  get isInStep(): boolean {
    return this.isOpen && this.#topics.isInStep
  }

  #frame(parts: Pick<FrameMessage, 'snapshots' | 'deltas'>, loses: boolean): void {
    const n = ++this.#n
    const ts = this.#clock.nowMs()
    const prev = parts.snapshots === undefined ? this.#lastShared : null
    if (parts.snapshots === undefined) this.#lastShared = n
    if (!loses) this.#event('frame', { type: 'frame', n, ...(prev === null ? {} : { prev }), ts, at: ts, ...parts })
  }

  #event(name: string, data: object): void {
    const text = `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
    const cut = this.#die.below(text.length)
    this.#way.carry(() => this.#exchange.text(text.slice(0, cut)))
    this.#way.carry(() => this.#exchange.text(text.slice(cut)))
  }
}

/** One long-poll: answers with the first news, or when it has waited long enough. */
export class ModelPoll {
  readonly #exchange: FakeExchange
  readonly #clock: FakeClock
  readonly #way: ModelWay
  readonly #topics: ModelTopics
  readonly #subscribed: object
  readonly #stopWaiting: () => void
  #isAnswered = false

  constructor(gateway: ModelGateway, exchange: FakeExchange, clock: FakeClock, die: Die) {
    this.#exchange = exchange
    this.#clock = clock
    this.#way = new ModelWay(clock, die, () => !exchange.isAborted)
    const asked = exchange.body as unknown as Asked
    const { served, subscribed } = begin(gateway, asked, clock.nowMs())
    this.#topics = served
    this.#subscribed = subscribed
    this.#stopWaiting = clock.after(asked.waitMs ?? 0, () => {
      this.flush(false, true)
    })
  }

  get isOpen(): boolean {
    return !this.#isAnswered && !this.#exchange.isAborted
  }

  /** A poll is lost with its answer, never a part of it. */
  readonly isInStep = false

  close(_code: number): void {
    if (!this.isOpen) return
    this.#stopWaiting()
    this.#isAnswered = true
    this.#exchange.fails()
  }

  flush(_loses: boolean, isLast = false): void {
    if (!this.isOpen) {
      this.#stopWaiting()
      return
    }
    const { voided, snapshots, own, shared } = this.#topics.news()
    const deltas = [...own, ...shared]
    const hasNews = voided.length > 0 || snapshots.length > 0 || deltas.length > 0
    if (!hasNews && !isLast) return
    this.#stopWaiting()
    this.#isAnswered = true
    const ts = this.#clock.nowMs()
    const frame =
      snapshots.length + deltas.length === 0 ? null : { type: 'frame', n: Math.ceil(ts), ts, at: ts, snapshots, deltas }
    const notices = voided.length === 0 ? [] : [{ type: 'notice', ts, reason: 'reset', topics: voided }]
    const cursor = JSON.stringify(this.#topics.positions())
    this.#way.carry(() => {
      this.#exchange.is(200, { subscribed: this.#subscribed, frame, notices, cursor })
    })
  }
}
