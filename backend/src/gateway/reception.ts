import type { IncomingMessage, ServerResponse } from 'node:http'
import { Inject, Injectable } from '@nestjs/common'
import { isRefusal, type Doorkeeper, type Visitor } from './doorkeeper.js'
import { PART } from './parts.js'
import { refusal, Refused } from './refusal.js'

/** How long a browser may believe the answer to a preflight. */
const PREFLIGHT_SECONDS = 600

/** Receives those who come without a session, by the same rules at every address. */
@Injectable()
export class Reception {
  readonly #doorkeeper: Doorkeeper

  constructor(@Inject(PART.doorkeeper) doorkeeper: Doorkeeper) {
    this.#doorkeeper = doorkeeper
  }

  /**
   * Who asks; null where it was only asked whether it may be asked (CORS), which is answered here. A page of another origin that
   * may connect may read the answer. `connects`: it stays. Throws a Refused.
   */
  async receive(
    request: IncomingMessage,
    response: ServerResponse,
    { methods, connects }: { readonly methods: readonly string[]; readonly connects: boolean },
  ): Promise<Visitor | null> {
    const { method = '', headers } = request
    const isPreflight = method === 'OPTIONS'
    if (!isPreflight && !methods.includes(method))
      throw new Refused(refusal('methodNotAllowed', undefined, { Allow: methods.join(', ') }))
    // A preflight carries no token.
    const judged = isPreflight
      ? this.#doorkeeper.judgeOrigin(request)
      : await this.#doorkeeper.judgeRequest(request, connects)
    if (judged !== null && isRefusal(judged)) throw new Refused(judged)
    if (headers.origin !== undefined) {
      response.setHeader('Access-Control-Allow-Origin', headers.origin)
      response.appendHeader('Vary', 'Origin')
    }
    if (judged !== null) return judged
    response.writeHead(204, {
      'Access-Control-Allow-Methods': methods.join(', '),
      'Access-Control-Allow-Headers': 'authorization, content-type, last-event-id',
      'Access-Control-Max-Age': PREFLIGHT_SECONDS,
    })
    response.end()
    return null
  }
}

/** What the addresses that only read allow. */
export const READ = { methods: ['GET', 'HEAD'], connects: false } as const

/** Answers with JSON that is ready; a caller that hung up needs none. */
export function answerJson(response: ServerResponse, body: string): void {
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
  })
  response.end(body)
}
