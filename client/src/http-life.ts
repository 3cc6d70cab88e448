import {
  CLOSE_CODES,
  MAX_MESSAGE_BYTES,
  type ClientMessage,
  type CloseReason,
  type RequestId,
  type ServerMessage,
  type SourceState,
  type WirePosition,
} from '@tickwall/protocol'
import { HttpAsides } from './http-asides.js'
import { helloOf, serverSign, type ServerSign } from './http-greeting.js'
import type { Life, LifeEvents, Reached, Transport } from './life.js'
import type { LinkEnding } from './link-state.js'
import { StatelessTopics } from './stateless-topics.js'
import type { OpenStream, StreamEvents, StreamRequest, StreamWay } from './stream.js'

export interface HttpLifeOptions extends StreamWay {
  readonly transport: Exclude<Transport, 'webSocket'>
  readonly openStream: OpenStream
  readonly token: string | null
  readonly handshakeTimeoutMs: number
  /** Where the link may go on from with a topic, null where it may not. */
  readonly resumeOf: (topic: string) => WirePosition | null
}

/** What says nothing for 2.5 of these is lost, unless the server says how often it gives a sign. A poll may be held for 25 s. */
const HEARTBEAT_MS = { sse: 15_000, poll: 20_000 } as const
const SILENT_HEARTBEATS = 2.5
/** Requests follow each other no faster: what is wanted in between travels together. */
const MIN_SPACING_MS = 250
/** Room for the rest of a request. */
const ENVELOPE_BYTES = 160
/** What is no longer wanted is dropped here at once; the server is told with the next request, or after this. */
const SHRINK_MS = 5000
/** Comments of a stream that keeps talking are not worth a message. */
const QUIET_MS = 1000

/**
 * A connection where the server keeps no session: it keeps here what a session would, and answers the link as a server would. Each change
 * of what is wanted is a new request with the positions that the link holds, so that it costs no snapshot.
 */
export class HttpLife implements Life {
  readonly transport: Exclude<Transport, 'webSocket'>
  readonly #options: HttpLifeOptions
  readonly #events: LifeEvents
  readonly #topics = new StatelessTopics()
  readonly #asides: HttpAsides
  #token: string | null
  #reached: Reached = 'nothing'
  #isOver = false
  #isSoon = false
  #stream: { readonly stop: () => void; isServing: boolean } | null = null
  #openedAtMs = -Infinity
  #aliveAtMs = 0
  /** The newest word of the server's clock: what is told on its behalf must not come from the future. */
  #newestTs = 0
  #source: SourceState = 'live'
  #heartbeatMs: number
  #cancelSync: (() => void) | null = null
  #cancelWatch: (() => void) | null = null

  constructor(options: HttpLifeOptions, events: LifeEvents) {
    this.#options = options
    this.#events = events
    this.#asides = new HttpAsides(options)
    this.transport = options.transport
    this.#token = options.token
    this.#heartbeatMs = HEARTBEAT_MS[options.transport]
    this.#greet()
  }

  get reached(): Reached {
    return this.#reached
  }

  send(message: ClientMessage): void {
    if (this.#isOver || this.#reached === 'nothing') return
    switch (message.type) {
      case 'subscribe':
        this.#topics.subscribe(message)
        break
      case 'unsubscribe':
        this.#topics.unsubscribe(message.topics)
        this.#answerSoon({ type: 'unsubscribed', id: message.id, ts: this.#newestTs, topics: message.topics })
        break
      case 'rate':
        this.#topics.rate(message)
        for (const rated of this.#topics.ratedAlready(this.#newestTs)) this.#answerSoon(rated)
        break
      case 'ping':
        this.#askServer(this.#token, message.id, (ts) => {
          this.#hear({ type: 'pong', id: message.id, ts }, 0)
        })
        break
      case 'auth':
        this.#renew(message.id, message.token)
        break
      // Here the carrier itself tells the server how much was read.
      case 'ack':
        return
    }
    this.#syncSoon()
  }

  check(): void {
    if (this.#stream?.isServing === true) this.#open()
  }

  /** Requests are just given up: there is nobody to give a reason to. */
  end(_reason: CloseReason): void {
    this.#isOver = true
    this.#stream?.stop()
    this.#cancelSync?.()
    this.#cancelWatch?.()
    this.#asides.cancel()
  }

  #greet(): void {
    this.#asides.greet(this.#token, (answer) => {
      if (answer === null) this.#finish({ code: 1006, reason: 'no gateway answers over HTTP' }, 0)
      else if ('code' in answer) this.#finish({ code: answer.code, reason: answer.reason }, answer.retryAfterMs)
      else {
        this.#reached = 'greeted'
        this.#told(answer.sign)
        this.#newestTs = answer.sign.ts
        this.#events.greeted(helloOf(answer.sign, answer.build, this.#heartbeatMs), 0)
      }
    })
  }

  /** The next request takes the new token along; that it is good is known when the server answers to it. */
  #renew(id: RequestId, token: string): void {
    this.#askServer(token, id, (ts) => {
      this.#token = token
      this.#hear({ type: 'authenticated', id, ts, expiresAt: null }, 0)
      if (this.#stream !== null) this.#open()
    })
  }

  #askServer(token: string | null, id: RequestId, onTime: (ts: number) => void): void {
    this.#asides.clock(token, onTime, (code, message) => {
      this.#hear({ type: 'error', id, ts: this.#newestTs, code, message, retryable: true }, 0)
    })
  }

  /** As a server would: after the request was sent, and not while the caller is still at it. */
  #answerSoon(answer: ServerMessage): void {
    this.#options.clock.soon(() => {
      if (!this.#isOver) this.#events.heard(answer, 0)
    })
  }

  /** What is wanted may come in several messages of one turn. */
  #syncSoon(): void {
    if (this.#isSoon) return
    this.#isSoon = true
    this.#options.clock.soon(() => {
      this.#isSoon = false
      this.#sync()
    })
  }

  /** Opens another request when what is wanted differs from what is sent; one at a time, so that wishes gather behind it. */
  #sync(): void {
    const { clock } = this.#options
    this.#cancelSync?.()
    this.#cancelSync = null
    if (this.#isOver || this.#stream?.isServing === false) return
    const { difference } = this.#topics
    if (difference === null) return
    const spacingMs = difference === 'more' ? MIN_SPACING_MS : SHRINK_MS
    const waitMs = this.#openedAtMs + spacingMs - clock.nowMs()
    if (waitMs <= 0) this.#open()
    else
      this.#cancelSync = clock.after(waitMs, () => {
        this.#cancelSync = null
        if (this.#stream?.isServing !== false) this.#open()
      })
  }

  #open(): void {
    this.#stream?.stop()
    this.#stream = null
    this.#cancelWatch?.()
    const { topics, maxHz } = this.#topics
    if (topics.length === 0) {
      this.#topics.stopped()
      return
    }
    const { clock, openStream, handshakeTimeoutMs } = this.#options
    this.#openedAtMs = clock.nowMs()
    this.#topics.sent(topics, maxHz)
    this.#events.renumbered()
    const stream = { stop: (): void => undefined, isServing: false }
    this.#stream = stream
    this.#cancelWatch = clock.after(handshakeTimeoutMs, () => {
      this.#finish({ code: CLOSE_CODES.handshakeTimeout.code, reason: 'the server did not answer in time' }, 0)
    })
    stream.stop = openStream(this.#options, this.#requestFor(topics, maxHz), this.#streamEvents())
  }

  /**
   * Goes on from what the link holds of each topic, and not from the server's word for what it sent: only the link knows what it left out,
   * being void, partial or beyond a hole. What does not fit into a request gets snapshots.
   */
  #requestFor(topics: readonly string[], maxHz: StreamRequest['maxHz']): StreamRequest {
    const resume: Record<string, WirePosition> = {}
    let bytes = ENVELOPE_BYTES + bytesOf(topics)
    for (const topic of topics) {
      const position = this.#options.resumeOf(topic)
      bytes += position === null ? 0 : bytesOf([topic, position])
      if (position !== null && bytes <= MAX_MESSAGE_BYTES) resume[topic] = position
    }
    return { topics, maxHz, resume, token: this.#token }
  }

  #streamEvents(): StreamEvents {
    return {
      heard: (message, chars) => {
        this.#hear(message, chars)
      },
      alive: () => {
        this.#alive()
      },
      puzzled: (code) => {
        this.#events.puzzled(code)
      },
      ended: (ending, retryAfterMs) => {
        this.#finish(ending, retryAfterMs)
      },
    }
  }

  /** Hot path. */
  #hear(message: ServerMessage, chars: number): void {
    this.#newestTs = Math.max(this.#newestTs, message.ts)
    switch (message.type) {
      case 'frame':
        this.#events.heard(this.#topics.frame(message), chars)
        return
      case 'subscribed':
        this.#served(message, chars)
        return
      case 'notice':
        if (message.reason === 'sourceLost') this.#source = 'lost'
        else if (message.reason === 'sourceBack') this.#source = 'live'
        break
      case 'heartbeat':
        this.#source = message.source
        break
      default:
        break
    }
    this.#events.heard(message, chars)
  }

  #told({ heartbeatMs, source }: ServerSign): void {
    // Between two polls there is silence, however often a stream gives a sign.
    if (heartbeatMs !== null && this.transport === 'sse') this.#heartbeatMs = heartbeatMs
    this.#source = source ?? this.#source
  }

  /** A sign of life that is no message is a heartbeat, told when there was nothing else for a while. */
  #alive(): void {
    const nowMs = this.#options.clock.nowMs()
    const isQuiet = nowMs - this.#aliveAtMs >= QUIET_MS
    this.#aliveAtMs = nowMs
    if (isQuiet && this.#stream?.isServing === true)
      this.#events.heard({ type: 'heartbeat', ts: this.#newestTs, source: this.#source }, 0)
  }

  #watch(): void {
    const { clock } = this.#options
    const silentMs = this.#heartbeatMs * SILENT_HEARTBEATS
    this.#cancelWatch?.()
    this.#cancelWatch = clock.after(this.#aliveAtMs + silentMs - clock.nowMs(), () => {
      if (clock.nowMs() < this.#aliveAtMs + silentMs) this.#watch()
      else this.#finish({ code: CLOSE_CODES.heartbeatLost.code, reason: 'nothing was heard for too long' }, 0)
    })
  }

  #finish(ending: LinkEnding, retryAfterMs: number): void {
    if (this.#isOver) return
    this.end('normal')
    this.#events.ended(ending, this.#reached, retryAfterMs)
  }

  #served(message: Extract<ServerMessage, { type: 'subscribed' }>, chars: number): void {
    this.#reached = 'served'
    if (this.#stream !== null) this.#stream.isServing = true
    const sign = serverSign(message)
    if (sign !== null) this.#told(sign)
    this.#watch()
    const { messages, isRefused } = this.#topics.answers(message)
    for (const [i, answer] of messages.entries()) if (!this.#isOver) this.#events.heard(answer, i === 0 ? chars : 0)
    if (!this.#isOver) this.#events.heard({ type: 'heartbeat', ts: message.ts, source: this.#source }, 0)
    if (isRefused) this.#finish({ code: 1006, reason: 'a topic is refused that was not' }, 0)
    else this.#sync()
  }
}

/** Canonical topics are ASCII. */
const bytesOf = (value: unknown): number => JSON.stringify(value).length
