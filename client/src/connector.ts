import {
  CLOSE_CODES,
  mayReconnect,
  reconnectDelayMs,
  SUBPROTOCOLS,
  type HelloMessage,
  type ServerMessage,
} from '@tickwall/protocol'
import type { ResolvedOptions } from './link-options.js'
import type { LinkEnding, LinkState } from './link-state.js'
import type { ReconnectEntry } from './link-stats.js'
import { askRefusal } from './refusal.js'
import { SocketLife, type Reached } from './socket-life.js'
import { freshToken } from './token.js'

/** A connection that lasted this long was a good one: the next attempt follows quickly again. */
export const GOOD_AFTER_MS = 2000
/** An attempt this old is given up when the user or the network says that now is better. */
const STALE_ATTEMPT_MS = 1000

export interface ConnectorEvents {
  /** `state` was replaced. */
  changed(state: LinkState): void
  opened(life: SocketLife, hello: HelloMessage, chars: number): void
  heard(message: ServerMessage, chars: number): void
  puzzled(code: 'malformed' | 'unknownType'): void
  /** A connection or an attempt ended; before `changed`. */
  ended(entry: ReconnectEntry): void
}

/** Keeps one connection up: attempts, waits and gives up, by the close code's range and the server's wish. */
export class Connector {
  readonly #options: ResolvedOptions
  readonly #events: ConnectorEvents
  #state: LinkState = { state: 'idle' }
  #life: SocketLife | null = null
  #cancelWait: (() => void) | null = null
  /** Failed attempts since the last good connection. */
  #failed = 0
  #retryAfterMs = 0
  /** Tells a token or a probe's answer that comes late from one that is still wanted. */
  #turn = 0

  constructor(options: ResolvedOptions, events: ConnectorEvents) {
    this.#options = options
    this.#events = events
  }

  get state(): LinkState {
    return this.#state
  }

  /** Connects now: from the start, instead of waiting, after having stopped, or in place of an attempt that hangs. */
  connect(): void {
    const { clock } = this.#options
    const { state } = this
    switch (state.state) {
      case 'open':
        return
      case 'connecting':
        if (clock.nowMs() - state.sinceMs < STALE_ATTEMPT_MS) return
        this.#life?.end('normal')
        break
      case 'stopped':
        if (state.reason === 'closed') return
        this.#failed = 0
        break
      case 'idle':
      case 'waiting':
        break
    }
    this.#attempt()
  }

  /** The server asked not to be called before this; holds for the next wait. */
  retryAfter(ms: number): void {
    this.#retryAfterMs = Math.max(this.#retryAfterMs, ms)
  }

  /** This side gives the connection up, and comes back. */
  lose(ending: LinkEnding): void {
    if (this.#life === null) return
    const { reached } = this.#life
    this.#life.end('heartbeatLost')
    this.#ended(ending, reached)
  }

  /** Ends the connection for good. Idempotent. */
  close(): void {
    this.#turn += 1
    this.#cancelWait?.()
    this.#cancelWait = null
    this.#life?.end('normal')
    this.#life = null
    if (this.#state.state === 'stopped' && this.#state.reason === 'closed') return
    const ending = { code: CLOSE_CODES.normal.code, reason: CLOSE_CODES.normal.text }
    this.#change({ state: 'stopped', sinceMs: this.#options.clock.nowMs(), reason: 'closed', ending })
  }

  #attempt(): void {
    this.#cancelWait?.()
    this.#cancelWait = null
    this.#life = null
    const turn = ++this.#turn
    this.#change({ state: 'connecting', attempt: this.#failed + 1, sinceMs: this.#options.clock.nowMs() })
    const { token } = this.#options
    if (typeof token !== 'function') {
      this.#open(token)
      return
    }
    freshToken(token).then(
      (fresh) => {
        if (turn === this.#turn) this.#open(fresh)
      },
      () => {
        if (turn === this.#turn) this.#ended({ code: 1006, reason: 'no token could be had' }, 'nothing')
      },
    )
  }

  #open(token: string | null): void {
    const { url, openSocket, clock, handshakeTimeoutMs } = this.#options
    const protocols = [SUBPROTOCOLS.json, ...(token === null ? [] : [`tickwall.bearer.${token}`])]
    const life: SocketLife = new SocketLife(() => openSocket(url, protocols), clock, handshakeTimeoutMs, {
      greeted: (hello, chars) => {
        this.#state = { state: 'open', sinceMs: clock.nowMs(), hello }
        this.#events.opened(life, hello, chars)
        this.#events.changed(this.#state)
      },
      heard: this.#events.heard.bind(this.#events),
      puzzled: this.#events.puzzled.bind(this.#events),
      ended: (ending, reached) => {
        this.#ended(ending, reached)
        if (reached === 'nothing') this.#probe(token)
      },
    })
    this.#life = life
  }

  #ended(ending: LinkEnding, reached: Reached): void {
    const { clock, random, maxAttempts } = this.#options
    const nowMs = clock.nowMs()
    const lastedMs = this.#state.state === 'open' ? nowMs - this.#state.sinceMs : 0
    this.#life = null
    this.#failed = reached === 'greeted' && lastedMs >= GOOD_AFTER_MS ? 0 : this.#failed + 1
    this.#events.ended({ atMs: nowMs, ending, lastedMs })
    const retryAfterMs = this.#retryAfterMs
    this.#retryAfterMs = 0
    if (!mayReconnect(ending.code)) this.#change({ state: 'stopped', sinceMs: nowMs, reason: 'refused', ending })
    else if (this.#failed >= maxAttempts) this.#change({ state: 'stopped', sinceMs: nowMs, reason: 'attempts', ending })
    else this.#wait(ending, nowMs, nowMs + reconnectDelayMs(this.#failed, random, retryAfterMs))
  }

  #wait(ending: LinkEnding, sinceMs: number, retryAtMs: number): void {
    const { clock } = this.#options
    this.#cancelWait?.()
    this.#cancelWait = clock.after(Math.max(0, retryAtMs - clock.nowMs()), () => {
      this.#attempt()
    })
    this.#change({ state: 'waiting', attempt: this.#failed + 1, sinceMs, retryAtMs, ending })
  }

  /** A refused handshake looks like a lost network to a WebSocket: HTTP tells the reason, and when to come back. */
  #probe(token: string | null): void {
    const { probe, url, requestTimeoutMs } = this.#options
    if (probe === null) return
    const turn = this.#turn
    void askRefusal(probe, url, token, requestTimeoutMs).then((refusal) => {
      const { state } = this
      if (refusal === null || turn !== this.#turn || state.state !== 'waiting') return
      const { code, reason, retryAfterMs } = refusal
      const earliestMs = this.#options.clock.nowMs() + retryAfterMs
      this.#wait({ code, reason }, state.sinceMs, Math.max(state.retryAtMs, earliestMs))
    })
  }

  #change(state: LinkState): void {
    this.#state = state
    this.#events.changed(state)
  }
}
