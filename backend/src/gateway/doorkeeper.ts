import type { IncomingMessage } from 'node:http'
import { refuseNow, refuseOrigin, refuseRequest, type Approach, type Gate } from './admission.js'
import { refusal, type Refusal } from './refusal.js'

/** A further judge of who may connect: tokens, quotas. Null admits. A rejection is a fault of the judge, not of the caller. */
export type Policy = (request: IncomingMessage) => Promise<Refusal | null>

/** Judges those who come to `/ws`, where an upgrade and a probe get the same answer, and to the addresses without a session. */
export class Doorkeeper {
  readonly #gate: () => Gate
  readonly #allowedOrigins: readonly string[]
  readonly #policy: Policy

  constructor(gate: () => Gate, allowedOrigins: readonly string[], policy: Policy) {
    this.#gate = gate
    this.#allowedOrigins = allowedOrigins
    this.#policy = policy
  }

  /** Why this caller is not let in, whatever the state of the server; null = it is time for `judgeNow`. */
  async judge(request: IncomingMessage, kind: Approach['kind']): Promise<Refusal | null> {
    const { method = '', url = '', headers } = request
    return refuseRequest({ method, target: url, headers, kind }, this.#allowedOrigins) ?? (await this.#policy(request))
  }

  /** As `judge`, for a client without a session. */
  async judgeStream(request: IncomingMessage): Promise<Refusal | null> {
    return this.judgeOrigin(request) ?? (await this.#policy(request))
  }

  judgeOrigin({ headers }: IncomingMessage): Refusal | null {
    return refuseOrigin(headers, this.#allowedOrigins)
  }

  /**
   * Why nobody is let in now, or null. To be asked last, and in the turn in which the caller is let in: those who waited for
   * the policy together would else pass the limit together.
   */
  judgeNow(): Refusal | null {
    return refuseNow(this.#gate())
  }

  /** What a probe is told that would be admitted. */
  readonly invitation: Refusal = refusal('upgradeRequired', undefined, {
    Upgrade: 'websocket',
    // Without `close` Node would keep a connection that the caller wants closed.
    Connection: 'Upgrade, close',
  })
}
