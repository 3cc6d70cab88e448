import { systemClock, type Clock } from './clock.js'
import type { Probe } from './refusal.js'
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
  readonly clock?: Clock
  /** Numbers in [0, 1) for the jitter of reconnections; default `Math.random`. */
  readonly random?: () => number
  /** Asks over HTTP why a handshake was refused, `fetch` for example. Default: not asked. */
  readonly probe?: Probe
  /** Default 5,000: a request without an answer in this time has failed. */
  readonly requestTimeoutMs?: number
  /** Default 10,000: from the attempt to the server's `hello`. */
  readonly handshakeTimeoutMs?: number
  /** Default 10,000: how often the server's clock is asked for. */
  readonly clockIntervalMs?: number
  /** Failed attempts in a row after which the link stops. Default: it never stops trying. */
  readonly maxAttempts?: number
}

export interface ResolvedOptions {
  readonly url: string
  readonly token: TokenSource | null
  readonly openSocket: SocketFactory
  readonly clock: Clock
  readonly random: () => number
  readonly probe: Probe | null
  readonly requestTimeoutMs: number
  readonly handshakeTimeoutMs: number
  readonly clockIntervalMs: number
  readonly maxAttempts: number
}

/** Fills the defaults in; throws where the address is no WebSocket's, or where no WebSocket class can be found. */
export function resolveOptions(options: LinkOptions): ResolvedOptions {
  const { protocol } = new URL(options.url)
  if (protocol !== 'ws:' && protocol !== 'wss:') throw new TypeError('url must begin with ws: or wss:')
  return {
    url: options.url,
    token: options.token ?? null,
    openSocket: options.socketFactory ?? socketFactory(options.WebSocket),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    probe: options.probe ?? null,
    requestTimeoutMs: options.requestTimeoutMs ?? 5000,
    handshakeTimeoutMs: options.handshakeTimeoutMs ?? 10_000,
    clockIntervalMs: options.clockIntervalMs ?? 10_000,
    maxAttempts: options.maxAttempts ?? Infinity,
  }
}
