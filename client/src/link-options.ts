import { systemClock, type Clock } from './clock.js'
import { httpByFetch, type Fetch, type Http } from './http.js'
import type { Transport } from './life.js'
import { socketFactory, type SocketConstructor, type SocketFactory } from './socket.js'

/** A token, or where to get a fresh one; asked before every attempt and when the server says that it expires. */
export type TokenSource = string | (() => string | Promise<string>)

export interface LinkOptions {
  /** Of the gateway's WebSocket, for example `wss://host/ws`. */
  readonly url: string
  /** Sent as the subprotocol `tickwall.bearer.<token>`, which reaches no log. Default: none. */
  readonly token?: TokenSource
  /** Default: the global class; Node before 22 has none, there pass that of `ws`. */
  readonly WebSocket?: SocketConstructor
  /** Opens sockets instead of `WebSocket`. */
  readonly socketFactory?: SocketFactory
  /**
   * How to be carried. `auto` (the default): by WebSocket; by SSE, then long-polls, where WebSockets cannot be opened though HTTP works,
   * or do not exist; and back up by itself. Any other: that one only.
   */
  readonly transport?: 'auto' | Transport
  /**
   * The form of frames over a WebSocket. `json` (the default) can be read in a browser's tools and costs it as little; `binary` is a fifth
   * of the bytes, and a server that does not speak it is taken with `json`.
   */
  readonly codec?: 'json' | 'binary'
  /** Carries SSE and polls, and asks why a handshake was refused. Default: the global one; null: none of it is done. */
  readonly fetch?: Fetch | null
  /** Sends requests instead of `fetch`. */
  readonly http?: Http
  /** Default 3, from 1: WebSockets in a row that could not be opened, though HTTP works, before SSE is tried. */
  readonly fallbackAfter?: number
  /** Default 60,000, from 1 to 100,000,000 as all that follow: how long SSE or polls carry before a WebSocket is tried beside them; doubled with every try, up to 16 times. */
  readonly climbAfterMs?: number
  readonly clock?: Clock
  /** Numbers in [0, 1) for the jitter of reconnections; default `Math.random`. */
  readonly random?: () => number
  /** Default 5,000: a request without an answer in this time has failed. */
  readonly requestTimeoutMs?: number
  /** Default 10,000: from the attempt to the server's `hello`. */
  readonly handshakeTimeoutMs?: number
  /** Default 10,000: how often the server's clock is asked for. */
  readonly clockIntervalMs?: number
  /** From 1: failed attempts in a row after which the link stops. Default: it never stops trying. */
  readonly maxAttempts?: number
}

export interface ResolvedOptions {
  readonly url: string
  readonly token: TokenSource | null
  /** The best first. */
  readonly rungs: readonly [Transport, ...Transport[]]
  readonly codec: 'json' | 'binary'
  readonly openSocket: SocketFactory | null
  readonly http: Http | null
  readonly clock: Clock
  readonly random: () => number
  readonly fallbackAfter: number
  readonly climbAfterMs: number
  readonly requestTimeoutMs: number
  readonly handshakeTimeoutMs: number
  readonly clockIntervalMs: number
  readonly maxAttempts: number
}

/** A day or so; with all doublings it is still a delay that timers can hold. */
const MAX_MS = 100_000_000

/** Fills the defaults in; throws where a value is out of its range, the address is no WebSocket's, or the runtime lacks what is needed. */
export function resolveOptions(options: LinkOptions): ResolvedOptions {
  const { protocol } = new URL(options.url)
  if (protocol !== 'ws:' && protocol !== 'wss:') throw new TypeError('url must begin with ws: or wss:')
  const openSocket = options.socketFactory ?? socketFactory(options.WebSocket)
  const http = options.http ?? fetchedHttp(options.fetch)
  return {
    url: options.url,
    token: options.token ?? null,
    rungs: rungsOf(options.transport ?? 'auto', openSocket !== null, http !== null),
    codec: options.codec ?? 'json',
    openSocket,
    http,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    fallbackAfter: ranged('fallbackAfter', options.fallbackAfter ?? 3, Infinity),
    climbAfterMs: ranged('climbAfterMs', options.climbAfterMs ?? 60_000, MAX_MS),
    requestTimeoutMs: ranged('requestTimeoutMs', options.requestTimeoutMs ?? 5000, MAX_MS),
    handshakeTimeoutMs: ranged('handshakeTimeoutMs', options.handshakeTimeoutMs ?? 10_000, MAX_MS),
    clockIntervalMs: ranged('clockIntervalMs', options.clockIntervalMs ?? 10_000, MAX_MS),
    maxAttempts: ranged('maxAttempts', options.maxAttempts ?? Infinity, Infinity),
  }
}

function ranged(name: string, value: number, max: number): number {
  if (value >= 1 && value <= max) return value
  throw new RangeError(`${name} must be a number from 1${max === Infinity ? '' : ` to ${String(max)}`}`)
}

function fetchedHttp(chosen: Fetch | null | undefined): Http | null {
  // Called without its owner, which browsers refuse for their own.
  const fetch = chosen === undefined ? (globalThis as { readonly fetch?: Fetch }).fetch?.bind(globalThis) : chosen
  return fetch === undefined || fetch === null ? null : httpByFetch(fetch)
}

function rungsOf(
  wanted: 'auto' | Transport,
  hasSocket: boolean,
  hasHttp: boolean,
): readonly [Transport, ...Transport[]] {
  if (wanted === 'auto') {
    if (hasSocket) return hasHttp ? ['webSocket', 'sse', 'poll'] : ['webSocket']
    if (hasHttp) return ['sse', 'poll']
  } else if (wanted === 'webSocket' ? hasSocket : hasHttp) return [wanted]
  if (wanted === 'sse' || wanted === 'poll') throw new Error('This runtime has no fetch: pass one')
  throw new Error('This runtime has no WebSocket: pass one, for example that of `ws`')
}
