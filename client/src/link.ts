import { DEFAULT_RATE, type FrameMessage, type HelloMessage, type ServerMessage } from '@tickwall/protocol'
import { ClockOffset } from './clock-offset.js'
import { Connector } from './connector.js'
import { Conversation } from './conversation.js'
import { Emitter } from './emitter.js'
import type { LinkEvents } from './link-events.js'
import { resolveOptions, type LinkOptions, type ResolvedOptions } from './link-options.js'
import type { LinkState } from './link-state.js'
import { StatsCounter, type LinkStats } from './link-stats.js'
import { closedError, type RequestError } from './request-error.js'
import type { Life, Transport } from './life.js'
import type { KindOf, SubscribeOptions, Subscription } from './subscription.js'
import { renewToken } from './token.js'
import { TopicTraffic } from './topic-traffic.js'

/** A link to a gateway that stays: it reconnects, resumes where it was, and tells what changed. */
export class Link {
  readonly #options: ResolvedOptions
  readonly #connector: Connector
  readonly #traffic: TopicTraffic
  readonly #emitter = new Emitter<LinkEvents>()
  readonly #offset = new ClockOffset()
  readonly #counter = new StatsCounter()
  #conversation: Conversation | null = null
  #hello: HelloMessage | null = null
  #source: HelloMessage['source'] = 'live'
  #transport: Transport | null = null
  #isHurried = false

  /** Does not connect yet: `connect` and the first `subscribe` do. */
  constructor(options: LinkOptions) {
    this.#options = resolveOptions(options)
    this.#traffic = new TopicTraffic(this.#options.clock, this.#options.requestTimeoutMs, (topics) => {
      this.#emitter.emit('update', topics)
    })
    this.#connector = new Connector(this.#options, {
      changed: (state) => {
        if (state.state === 'stopped') this.#traffic.failAll(closedError())
        this.#emitter.emit('status', state)
        this.#emitNamed(state)
      },
      opened: (life, hello, chars) => {
        this.#opened(life, hello, chars)
      },
      heard: (message, chars) => {
        this.#heard(message, chars)
      },
      renumbered: () => {
        this.#conversation?.renumbered()
      },
      resumeOf: (topic) => this.#traffic.subscriptions.resumeOf(topic),
      puzzled: (code) => {
        this.#counter.puzzled()
        this.#emitter.emit('error', { code, message: 'the server said something that this link does not understand' })
      },
      ended: (entry) => {
        this.#counter.ended(entry)
        this.#leave()
      },
    })
  }

  get state(): LinkState {
    return this.#connector.state
  }
  /** What the server last said of itself, null before the first connection. */
  get hello(): HelloMessage | null {
    return this.#hello
  }
  /** Health of the server's source, as last heard. */
  get source(): HelloMessage['source'] {
    return this.#source
  }
  /** Hurried, and a ping was not answered within a second. */
  get isSuspect(): boolean {
    return this.#conversation?.isSuspect ?? false
  }
  /** A topic still waits for its first content after a reconnection. */
  get isCatchingUp(): boolean {
    return this.#traffic.subscriptions.isCatchingUp
  }
  /** What carries the link, null before the first connection. */
  get transport(): Transport | null {
    return this.#transport
  }
  get stats(): LinkStats {
    const subscribedTopics = this.#traffic.subscriptions.subscribedCount
    return this.#counter.read({ rttMs: this.#offset.rttMs, subscribedTopics, transport: this.#transport })
  }
  /** The server's clock minus the link's, ms; 0 before the first message. */
  get clockOffsetMs(): number {
    return this.#offset.offsetMs
  }

  /** The server's clock, ms since the epoch. */
  serverNowMs(): number {
    return this.#options.clock.nowMs() + this.#offset.offsetMs
  }

  /** Listens until the answered function is called. */
  on<Name extends keyof LinkEvents>(name: Name, listener: (payload: LinkEvents[Name]) => void): () => void {
    return this.#emitter.on(name, listener)
  }

  /** Connects now: at first, instead of waiting, in place of an attempt that hangs, or after having stopped. Not after `close`. */
  connect(): void {
    this.#connector.connect()
  }

  /**
   * Holds a topic and connects an idle link. `listener` is called after each change of it. The kind of state follows from the topic's
   * first word, where the compiler can see it.
   */
  subscribe<Topic extends string>(
    topic: Topic,
    { maxHz = DEFAULT_RATE, from = null }: SubscribeOptions<KindOf<Topic>> = {},
    listener?: (subscription: Subscription<KindOf<Topic>>) => void,
  ): Subscription<KindOf<Topic>> {
    const subscription = this.#traffic.subscribe<KindOf<Topic>>(topic, { maxHz, from }, listener)
    if (this.state.state === 'idle') this.connect()
    return subscription
  }

  /** Resolves with the round trip in ms; rejects with a `RequestError`. */
  ping(): Promise<number> {
    return this.#ask((conversation, resolve, reject) => {
      conversation.ping(resolve, reject)
    })
  }

  /** Renews the token of this connection; resolves with when it expires, in ms, or null for never; rejects with a `RequestError`. */
  authenticate(token: string): Promise<number | null> {
    return this.#ask((conversation, resolve, reject) => {
      conversation.ask<'auth'>(
        { type: 'auth', token },
        ({ expiresAt, rejected = [] }) => {
          this.#traffic.renewed(rejected)
          resolve(expiresAt)
        },
        reject,
      )
    })
  }

  /** Somebody looks: after 1 s of silence the link pings, and is suspect when nothing comes within 1 s more. */
  setHurried(isHurried: boolean): void {
    this.#isHurried = isHurried
    this.#conversation?.setHurried(isHurried)
  }

  /** The network changed: without a sign of life within 1 s the link reconnects; one that waits tries now. */
  check(): void {
    this.#connector.check()
    this.#conversation?.check()
  }

  /** Drops the connection as a lost network would; the link comes back by itself. */
  cut(): void {
    this.#connector.lose({ code: 1006, reason: 'cut from this side' })
  }

  /** Closes with 1000, for good. What was received stays readable. */
  close(): void {
    this.#leave()
    this.#connector.close()
  }

  #opened(life: Life, hello: HelloMessage, chars: number): void {
    const { clock, requestTimeoutMs, clockIntervalMs } = this.#options
    // The connection that this one replaces, if it still carried.
    this.#leave()
    if (hello.server !== this.#hello?.server) this.#offset.reset()
    this.#hello = hello
    this.#counter.opened(chars)
    this.#setSource(hello.source)
    const conversation = new Conversation({
      clock,
      hello,
      offset: this.#offset,
      isHurried: this.#isHurried,
      requestTimeoutMs,
      clockIntervalMs,
      send: (message) => {
        life.send(message)
      },
      onSuspicion: () => {
        this.#emitter.emit('health', undefined)
      },
      onSilence: () => {
        this.#connector.lose({ code: 4000, reason: 'nothing was heard for too long' })
      },
    })
    this.#conversation = conversation
    conversation.start()
    this.#traffic.attach(conversation)
    if (life.transport === this.#transport) return
    this.#transport = life.transport
    this.#emitter.emit('transport', life.transport)
  }

  #leave(): void {
    const conversation = this.#conversation
    if (conversation === null) return
    this.#conversation = null
    conversation.stop()
    this.#traffic.detach()
  }

  /** Hot path. */
  #heard(message: ServerMessage, chars: number): void {
    const conversation = this.#conversation
    if (conversation === null) return
    this.#counter.heard(chars)
    const isAnswer = conversation.heard(message, this.#options.clock.nowMs())
    switch (message.type) {
      case 'frame':
        this.#frame(message, conversation, chars)
        break
      case 'heartbeat':
        this.#setSource(message.source)
        break
      case 'notice':
        this.#notice(message)
        break
      case 'closing':
        this.#connector.retryAfter(message.retryAfterMs)
        break
      case 'error':
        if (!isAnswer) this.#emitter.emit('error', { code: message.code, message: message.message })
        break
      // Answers found their request above; a second `hello` does not get here.
      default:
        break
    }
  }

  #frame(frame: FrameMessage, conversation: Conversation, chars: number): void {
    const isHole = conversation.order.take(frame.n, frame.prev) === 'hole'
    conversation.acks.received(frame.n)
    const effect = this.#traffic.receive(frame, isHole)
    this.#counter.frame(frame, effect, isHole, this.serverNowMs())
    this.#emitter.emit('frame', {
      n: frame.n,
      prev: frame.prev ?? null,
      ts: frame.ts,
      at: frame.at,
      chars,
      topics: effect.topics,
    })
  }

  #notice(notice: LinkEvents['notice']): void {
    if (notice.reason === 'sourceLost') this.#setSource('lost')
    else if (notice.reason === 'sourceBack') this.#setSource('live')
    else if (notice.reason === 'tokenExpiring')
      renewToken(
        this.#options.token,
        (token) => this.authenticate(token),
        (message) => {
          this.#emitter.emit('error', { code: 'tokenRenewal', message })
        },
      )
    else this.#traffic.notice(notice)
    this.#emitter.emit('notice', notice)
  }

  #emitNamed(state: LinkState): void {
    switch (state.state) {
      case 'idle':
        break
      case 'connecting':
        this.#emitter.emit('connecting', state)
        break
      case 'open':
        this.#emitter.emit('connected', state)
        break
      case 'waiting':
        this.#emitter.emit('reconnecting', state)
        break
      case 'stopped':
        this.#emitter.emit('disconnected', state)
        break
    }
  }

  #setSource(source: HelloMessage['source']): void {
    if (source === this.#source) return
    this.#source = source
    this.#emitter.emit('health', undefined)
  }

  #ask<T>(
    ask: (conversation: Conversation, resolve: (value: T) => void, reject: (error: RequestError) => void) => void,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#conversation === null) reject(closedError())
      else ask(this.#conversation, resolve, reject)
    })
  }
}

export const createLink = (options: LinkOptions): Link => new Link(options)
