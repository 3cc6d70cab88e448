import type { ClientMessage, HelloMessage, ServerMessage } from '@tickwall/protocol'
import { Acks } from './acks.js'
import type { ClockOffset } from './clock-offset.js'
import type { Clock } from './clock.js'
import { FrameOrder } from './gap.js'
import { Heartbeat } from './heartbeat.js'
import type { RequestError } from './request-error.js'
import { Requests, type Answer, type RequestBody, type RequestType } from './requests.js'
import { SendBudget } from './send-budget.js'

export interface ConversationOptions {
  readonly clock: Clock
  readonly offset: ClockOffset
  readonly hello: HelloMessage
  readonly isHurried: boolean
  readonly requestTimeoutMs: number
  readonly clockIntervalMs: number
  readonly send: (message: ClientMessage) => void
  /** A silence began or ended to be suspect. */
  readonly onSuspicion: () => void
  /** Nothing was heard for too long. */
  readonly onSilence: () => void
}

/** What goes on over one open connection: requests, acknowledgements, the watch over its silence, the server's clock. */
export class Conversation {
  readonly hello: HelloMessage
  order = new FrameOrder()
  readonly acks: Acks
  readonly budget: SendBudget
  readonly #options: ConversationOptions
  readonly #requests: Requests
  readonly #heartbeat: Heartbeat
  #cancelLook: (() => void) | null = null
  #cancelClock: (() => void) | null = null
  #isOver = false

  constructor(options: ConversationOptions) {
    const { clock, hello, requestTimeoutMs, isHurried, send } = options
    const nowMs = clock.nowMs()
    this.#options = options
    this.hello = hello
    this.#requests = new Requests(clock, requestTimeoutMs)
    this.#heartbeat = new Heartbeat(hello.heartbeatMs, isHurried, nowMs)
    this.budget = new SendBudget(hello.limits.messagesPerSecond, nowMs)
    this.acks = new Acks(clock, (n) => {
      send({ type: 'ack', n })
    })
  }

  get isSuspect(): boolean {
    return this.#heartbeat.isSuspect
  }

  /** Begins to watch and to ask for the time; the first ping also ends the server's wait for a first message. */
  start(): void {
    this.#askTime()
    this.#look()
  }

  /** Any message came. Answers whether it was the answer to a request. Hot path. */
  heard(message: ServerMessage, nowMs: number): boolean {
    this.#options.offset.heard(message.ts, nowMs)
    if (this.#heartbeat.heard(nowMs)) this.#options.onSuspicion()
    return this.#requests.answer(message)
  }

  /** The frames that follow are those of another stream: their numbers follow on none of those before. */
  renumbered(): void {
    this.order = new FrameOrder()
  }

  /** One of the two is called once, within the dispatch of the answer. */
  ask<Type extends RequestType>(
    body: RequestBody<Type>,
    onAnswer: (answer: Answer<Type>) => void,
    onFailure: (error: RequestError) => void,
  ): void {
    this.#requests.ask(body, this.#options.send, onAnswer, onFailure)
  }

  /** Asks for the server's time; the answer says how long the way was. */
  ping(onAnswer: (rttMs: number) => void, onFailure: (error: RequestError) => void): void {
    const { clock, offset } = this.#options
    const sentAtMs = clock.nowMs()
    this.ask<'ping'>(
      { type: 'ping' },
      ({ ts }) => {
        const receivedAtMs = clock.nowMs()
        offset.roundTrip(sentAtMs, receivedAtMs, ts)
        onAnswer(receivedAtMs - sentAtMs)
      },
      onFailure,
    )
  }

  setHurried(isHurried: boolean): void {
    this.#heartbeat.setHurried(isHurried)
    this.#look()
  }

  /** Asks for a sign of life within a second. */
  check(): void {
    this.#heartbeat.demand(this.#options.clock.nowMs())
    this.#pingQuietly()
    this.#look()
  }

  /** The connection is over: its requests fail, its timers end. */
  stop(): void {
    this.#isOver = true
    this.#cancelLook?.()
    this.#cancelClock?.()
    this.acks.stop()
    this.#requests.closeAll()
  }

  #askTime(): void {
    this.#pingQuietly()
    this.#cancelClock = this.#options.clock.after(this.#options.clockIntervalMs, () => {
      this.#askTime()
    })
  }

  /** What its silence means is for the heartbeat to say. */
  #pingQuietly(): void {
    this.ping(ignore, ignore)
  }

  #look(): void {
    if (this.#isOver) return
    const { clock, onSuspicion, onSilence } = this.#options
    this.#cancelLook?.()
    const nowMs = clock.nowMs()
    const verdict = this.#heartbeat.look(nowMs)
    if (verdict.act === 'reconnect') {
      onSilence()
      return
    }
    if (verdict.act === 'ping') this.#pingQuietly()
    if (verdict.act === 'suspect') onSuspicion()
    this.#cancelLook = clock.after(Math.max(1, verdict.lookAtMs - nowMs), () => {
      this.#look()
    })
  }
}

const ignore = (): void => undefined
