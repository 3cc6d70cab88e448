import type { IncomingMessage } from 'node:http'
import { All, Controller, Inject, Req } from '@nestjs/common'
import { isRefusal, type Doorkeeper } from './doorkeeper.js'
import { PART } from './parts.js'
import { Refused } from './refusal.js'

/** `/ws` without `Upgrade`: tells a page, which cannot read a refused handshake, what an upgrade would have been answered. */
@Controller()
export class WebSocketProbeController {
  readonly #doorkeeper: Doorkeeper

  constructor(@Inject(PART.doorkeeper) doorkeeper: Doorkeeper) {
    this.#doorkeeper = doorkeeper
  }

  @All('ws')
  async probe(@Req() request: IncomingMessage): Promise<never> {
    const doorkeeper = this.#doorkeeper
    const judged = await doorkeeper.judge(request, 'probe')
    throw new Refused(isRefusal(judged) ? judged : (doorkeeper.judgeNow(judged, false) ?? doorkeeper.invitation))
  }
}
