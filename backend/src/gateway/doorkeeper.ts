import type { IncomingMessage } from 'node:http'
import { OPEN_ACCESS, type Access, type ReadToken, type TokenFault } from '../guard/access.js'
import { Crowd, type Head } from '../guard/crowd.js'
import { findToken, type TokenPlaces } from '../guard/find-token.js'
import type { LimitWatch } from '../guard/limit-watch.js'
import { networkOf } from '../guard/network.js'
import { Rates } from '../guard/rates.js'
import { COME_BACK_SECONDS, refuseNow, refuseOrigin, refuseRequest, type Approach, type Gate } from './admission.js'
import type { OriginRules } from './origin.js'
import type { Peers } from './peers.js'
import { comeBack, refusal, type Refusal } from './refusal.js'

/** A further judge of who may connect. Null admits. A rejection is a fault of the judge, not of the caller. */
export type Policy = (request: IncomingMessage) => Promise<Refusal | null>

/** Who may be let in. */
export interface Visitor {
  readonly access: Access
  /** Of the client, seen through trusted proxies; a socket that is gone no longer knows it. */
  readonly address: string
  /** Of the address, as connections are counted by it. */
  readonly network: string
}

export interface DoorkeeperOptions {
  readonly gate: () => Pick<Gate, 'hindrance' | 'connections' | 'maxConnections'>
  readonly origins: OriginRules
  readonly policy: Policy
  /** Null = everybody may connect. */
  readonly readToken: ReadToken | null
  readonly places: TokenPlaces
  readonly peers: Peers
  readonly limits: LimitWatch
  /** 0 = no bound. */
  readonly perAddress: number
  readonly perUser: number
  readonly connectionsPerSecond: number
  readonly pending: number
  readonly monotonicMs: () => number
}

const headOf = ({ network, access }: Visitor): Head => ({ network, user: access.user })

/** A page that loads, or a client that comes back by all its tabs, opens some at once. */
const BURST_SECONDS = 4

const CHALLENGE = { 'WWW-Authenticate': 'Bearer' }
const FAULTS: { readonly [fault in TokenFault]: Refusal } = {
  badToken: refusal('unauthorized', 'the token is not valid', { 'WWW-Authenticate': 'Bearer error="invalid_token"' }),
  tokenExpired: refusal('unauthorized', 'the token expired', { 'WWW-Authenticate': 'Bearer error="invalid_token"' }),
  forbidden: refusal('forbidden', 'the token is for data that are delayed longer than any served here'),
  keysUnavailable: comeBack('notReady', COME_BACK_SECONDS, 'tokens cannot be checked now'),
}

export const isRefusal = (judged: Visitor | Refusal): judged is Refusal => 'code' in judged

/** Judges those who come to `/ws`, where an upgrade and a probe get the same answer, and to the addresses without a session. */
export class Doorkeeper {
  readonly #options: DoorkeeperOptions
  readonly #crowd = new Crowd()
  readonly #rates: Rates | null
  #pending = 0

  constructor(options: DoorkeeperOptions) {
    const { connectionsPerSecond } = options
    this.#options = options
    this.#rates =
      connectionsPerSecond === 0 ? null : new Rates(connectionsPerSecond, connectionsPerSecond * BURST_SECONDS)
  }

  /** Addresses and users that are remembered. */
  get remembered(): number {
    return this.#crowd.size + (this.#rates?.size ?? 0)
  }

  /** Of the client, seen through trusted proxies. */
  addressOf(request: IncomingMessage): string {
    return this.#options.peers.addressOf(request)
  }

  /** Judges the token of a connection that is open, if tokens are asked for. */
  get readToken(): ReadToken | null {
    return this.#options.readToken
  }

  /** Who it is, or why it is not let in, whatever the state of the server; then it is time for `judgeNow`. */
  async judge(request: IncomingMessage, kind: Approach['kind']): Promise<Visitor | Refusal> {
    const { method = '', url = '', headers } = request
    // A probe is asked beside an upgrade that has been counted.
    const hurried = kind === 'upgrade' ? this.#refuseHurry(request) : null
    const refused = hurried ?? refuseRequest({ method, target: url, headers, kind }, this.#options.origins)
    return refused ?? this.#identify(request)
  }

  /** As `judge`, for a request without a session; `connects`: it stays, as an event stream does. */
  async judgeRequest(request: IncomingMessage, connects: boolean): Promise<Visitor | Refusal> {
    const hurried = connects ? this.#refuseHurry(request) : null
    return hurried ?? this.judgeOrigin(request) ?? this.#identify(request)
  }

  judgeOrigin({ headers }: IncomingMessage): Refusal | null {
    return refuseOrigin(headers, this.#options.origins)
  }

  /**
   * Why this one is not let in now, or null. To be asked last, and in the turn in which the caller is let in: those who waited for
   * their judgement together would else pass the limit together. `isLast` false: it will be asked again.
   */
  judgeNow(visitor: Visitor, isLast = true): Refusal | null {
    const head = headOf(visitor)
    const { gate, perAddress, perUser, limits } = this.#options
    return refuseNow(
      { ...gate(), ofAddress: this.#crowd.ofNetwork(head), perAddress, ofUser: this.#crowd.ofUser(head), perUser },
      (limit) => (isLast || limits.isEnforced(limit)) && limits.reached(limit),
    )
  }

  /** Lets it in; to be paired with a `leave`. */
  enter(visitor: Visitor): void {
    this.#crowd.enter(headOf(visitor))
  }

  leave(visitor: Visitor): void {
    this.#crowd.leave(headOf(visitor))
  }

  /** To be called every second or so. */
  sweep(): void {
    this.#rates?.sweep(this.#options.monotonicMs())
  }

  /** What a probe is told that would be admitted. */
  readonly invitation: Refusal = refusal('upgradeRequired', undefined, {
    Upgrade: 'websocket',
    // Without `close` Node would keep a connection that the caller wants closed.
    Connection: 'Upgrade, close',
  })

  #refuseHurry(request: IncomingMessage): Refusal | null {
    const { limits, monotonicMs } = this.#options
    if (this.#rates === null || this.#rates.take(networkOf(this.addressOf(request)), monotonicMs())) return null
    return limits.reached('connectionRate') ? comeBack('connectingTooFast', COME_BACK_SECONDS) : null
  }

  async #identify(request: IncomingMessage): Promise<Visitor | Refusal> {
    const { limits, pending, policy } = this.#options
    if (this.#pending >= pending && limits.reached('pending')) return comeBack('tooManyPending', COME_BACK_SECONDS)
    this.#pending++
    try {
      const refused = await policy(request)
      if (refused !== null) return refused
      const access = await this.#accessOf(request)
      if (typeof access === 'string') return FAULTS[access]
      if (access === null) return refusal('unauthorized', undefined, CHALLENGE)
      const address = this.addressOf(request)
      return { access, address, network: networkOf(address) }
    } finally {
      this.#pending--
    }
  }

  /** Null without a token. */
  async #accessOf({ headers, url = '' }: IncomingMessage): Promise<Access | TokenFault | null> {
    const { readToken, places } = this.#options
    if (readToken === null) return OPEN_ACCESS
    const token = findToken({ headers, target: url }, places)
    return token === null ? null : readToken(token)
  }
}
