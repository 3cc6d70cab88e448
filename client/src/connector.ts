import {
  CLOSE_CODES,
  mayReconnect,
  reconnectDelayMs,
  type HelloMessage,
  type ServerMessage,
  type WirePosition,
} from '@tickwall/protocol'
import { Climb } from './climb.js'
import { Ladder } from './ladder.js'
import type { Life, Reached, Transport } from './life.js'
import type { ResolvedOptions } from './link-options.js'
import type { LinkEnding, LinkState } from './link-state.js'
import type { ReconnectEntry } from './link-stats.js'
import { openLife } from './open-life.js'
import { askVerdict, isRefused, type Refusal } from './refusal.js'
import { freshToken } from './token.js'

/** A connection that lasted this long was a good one: the next attempt follows quickly again. */
export const GOOD_AFTER_MS = 2000
/** An attempt this old is given up when the user or the network says that now is better. */
const STALE_ATTEMPT_MS = 1000

export interface ConnectorEvents {
  /** `state` was replaced. */
  changed(state: LinkState): void
  /** A connection greeted; it may take the place of another one that still carried. */
  opened(life: Life, hello: HelloMessage, chars: number): void
  heard(message: ServerMessage, chars: number): void
  renumbered(): void
  puzzled(code: 'malformed' | 'unknownType'): void
  /** A connection or an attempt ended; before `changed`. */
  ended(entry: ReconnectEntry): void
  /** Where to go on from with a topic, null where what is held is not to be gone on from. */
  resumeOf(topic: string): WirePosition | null
}

/** Keeps one connection up: attempts, waits and gives up, by the close code's range and the server's wish, over what carries. */
export class Connector {
  readonly #options: ResolvedOptions
  readonly #events: ConnectorEvents
  readonly #ladder: Ladder
  readonly #climb: Climb
  #state: LinkState = { state: 'idle' }
  #life: Life | null = null
  /** A connection by a better transport that is tried beside `#life`. */
  #candidate: Life | null = null
  #cancelWait: (() => void) | null = null
  #cancelVerdict: (() => void) | null = null
  /** Failed attempts since the last good connection. */
  #failed = 0
  #retryAfterMs = 0
  /** Tells a token that comes late from one that is still wanted. */
  #turn = 0

  constructor(options: ResolvedOptions, events: ConnectorEvents) {
    this.#options = options
    this.#events = events
    this.#ladder = new Ladder(options.rungs, options.fallbackAfter)
    this.#climb = new Climb(options.clock, options.climbAfterMs, () => {
      this.#tryAbove()
    })
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

  /** The network changed: what did not carry before may carry now. */
  check(): void {
    this.#climb.forget()
    if (this.#state.state === 'open') this.#life?.check()
    else this.connect()
  }

  /** This side gives the connection up, and comes back. */
  lose(ending: LinkEnding): void {
    if (this.#life === null) return
    const { reached, transport } = this.#life
    this.#life.end('heartbeatLost')
    this.#ended(ending, reached, transport)
  }

  /** Ends the connection for good. Idempotent. */
  close(): void {
    this.#rest()
    this.#cancelVerdict?.()
    this.#life?.end('normal')
    this.#life = null
    if (this.#state.state === 'stopped' && this.#state.reason === 'closed') return
    const ending = { code: CLOSE_CODES.normal.code, reason: CLOSE_CODES.normal.text }
    this.#change({ state: 'stopped', sinceMs: this.#options.clock.nowMs(), reason: 'closed', ending })
  }

  #attempt(): void {
    this.#rest()
    this.#life = null
    const { transport } = this.#ladder
    this.#change({ state: 'connecting', attempt: this.#failed + 1, sinceMs: this.#options.clock.nowMs(), transport })
    this.#withToken(
      (token) => {
        this.#life = this.#open(transport, token)
      },
      () => {
        this.#ended({ code: 1006, reason: 'no token could be had' }, 'nothing', transport)
      },
    )
  }

  /** Nothing is waited for any more; only the connection itself, if there is one, goes on. */
  #rest(): void {
    this.#turn += 1
    this.#cancelWait?.()
    this.#cancelWait = null
    this.#climb.stop()
    this.#candidate?.end('normal')
    this.#candidate = null
  }

  #withToken(run: (token: string | null) => void, failed: () => void): void {
    const { token } = this.#options
    if (typeof token !== 'function') {
      run(token)
      return
    }
    const turn = this.#turn
    freshToken(token).then(
      (fresh) => {
        if (turn === this.#turn) run(fresh)
      },
      () => {
        if (turn === this.#turn) failed()
      },
    )
  }

  #open(transport: Transport, token: string | null): Life {
    const { heard, renumbered, puzzled, resumeOf } = this.#events
    const life: Life = openLife(transport, this.#options, token, resumeOf, {
      heard,
      renumbered,
      puzzled,
      greeted: (hello, chars) => {
        this.#greeted(life, hello, chars)
      },
      ended: (ending, reached, retryAfterMs) => {
        if (life === this.#candidate) {
          this.#candidate = null
          this.#climb.failed()
          return
        }
        this.retryAfter(retryAfterMs)
        this.#ended(ending, reached, transport)
        if (reached === 'nothing' && transport === 'webSocket') this.#askVerdict(token)
      },
    })
    return life
  }

  /** Tries the top beside the connection that carries. */
  #tryAbove(): void {
    if (!this.#ladder.hasAbove) return
    this.#withToken(
      (token) => {
        this.#candidate = this.#open('webSocket', token)
      },
      () => {
        this.#climb.failed()
      },
    )
  }

  #greeted(life: Life, hello: HelloMessage, chars: number): void {
    const { transport } = life
    if (life === this.#candidate) {
      this.#candidate = null
      this.#life?.end('normal')
      this.#life = life
    }
    this.#cancelVerdict?.()
    if (transport === 'webSocket') {
      this.#ladder.climbed()
      this.#climb.stop()
      this.#climb.forget()
    } else if (this.#ladder.hasAbove) this.#climb.wait()
    this.#state = { state: 'open', sinceMs: this.#options.clock.nowMs(), hello, transport }
    this.#events.opened(life, hello, chars)
    this.#events.changed(this.#state)
  }

  #ended(ending: LinkEnding, reached: Reached, transport: Transport): void {
    const { clock, random, maxAttempts } = this.#options
    const nowMs = clock.nowMs()
    const lastedMs = this.#state.state === 'open' ? nowMs - this.#state.sinceMs : 0
    const isGood = reached === 'served' && lastedMs >= GOOD_AFTER_MS
    this.#rest()
    this.#life = null
    this.#failed = isGood ? 0 : this.#failed + 1
    if (isGood) this.#ladder.good()
    // HTTP answered and yet did not serve. Why a WebSocket did not open is asked below.
    else if (transport !== 'webSocket' && reached === 'greeted' && !isRefused(ending.code)) this.#ladder.failed()
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

  /** A WebSocket that never opened does not say why: HTTP tells the reason, and when to come back, or that it must go another way. */
  #askVerdict(token: string | null): void {
    const { http, clock, url, requestTimeoutMs } = this.#options
    if (http === null || this.#state.state === 'stopped') return
    const turn = this.#turn
    this.#cancelVerdict?.()
    this.#cancelVerdict = askVerdict(http, { url, token }, clock, requestTimeoutMs, (verdict) => {
      this.#cancelVerdict = null
      // Counts also when the next attempt has begun; it has not got far, or the question would have been dropped.
      if (verdict.type === 'admitted') this.#ladder.failed()
      else if (verdict.type === 'refused' && turn === this.#turn) this.#refused(verdict.refusal)
    })
  }

  #refused({ code, reason, retryAfterMs }: Refusal): void {
    const { state } = this
    if (state.state !== 'waiting') return
    const earliestMs = this.#options.clock.nowMs() + retryAfterMs
    this.#wait({ code, reason }, state.sinceMs, Math.max(state.retryAtMs, earliestMs))
  }

  #change(state: LinkState): void {
    this.#state = state
    this.#events.changed(state)
  }
}
