import type { CloseReason } from '@tickwall/protocol'
import type { Access } from '../guard/access.js'
import { tokenState, type TokenState } from '../guard/token-state.js'
import type { ControlChannel } from './control-channel.js'
import type { SessionContext } from './session-context.js'

/** The access of one connection: asks for a new token before the one it came with ends, and says when it is over. */
export class TokenWatch {
  readonly #context: Pick<SessionContext, 'clock' | 'guard'>
  readonly #channel: ControlChannel
  #access: Access
  #isWarned = false

  constructor(context: Pick<SessionContext, 'clock' | 'guard'>, access: Access, channel: ControlChannel) {
    this.#context = context
    this.#access = access
    this.#channel = channel
  }

  get access(): Access {
    return this.#access
  }

  /** Whether nothing new is granted until it is renewed. */
  get isEnded(): boolean {
    return this.#state() === 'ended'
  }

  renew(access: Access): void {
    this.#access = access
    this.#isWarned = false
  }

  /** To be called once a second: why the connection must end now, or null. */
  look(): CloseReason | null {
    const state = this.#state()
    switch (state) {
      case 'good':
        return null
      case 'ending':
      case 'ended':
        this.#warn()
        return null
      case 'over':
        return 'tokenExpired'
      case 'revoked':
        return 'badToken'
    }
  }

  #state(): TokenState {
    return tokenState(this.#access, this.#context.clock.nowMs(), this.#context.guard.times)
  }

  #warn(): void {
    const { expiresAtMs } = this.#access
    if (this.#isWarned || expiresAtMs === null) return
    this.#isWarned = true
    this.#channel.tell({
      type: 'notice',
      ts: this.#context.clock.nowMs(),
      reason: 'tokenExpiring',
      expiresAt: expiresAtMs,
    })
  }
}
