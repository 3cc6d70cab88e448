import type { Sessions } from '@tickwall/backend/session/sessions.js'
import { decodeClientMessage } from '@tickwall/protocol'
import { cpuUs } from './busy-clock.js'

/** Adds up what messages of clients cost, from their text to the last frame written in the same turn. */
export class SessionWork {
  /** Processor time in `receive` so far, µs. */
  receiveUs = 0
  #texts: string[] = []

  /** Sessions opened from now on are watched. */
  watch(sessions: Sessions): void {
    const open = sessions.open.bind(sessions)
    sessions.open = (...args) => {
      const session = open(...args)
      const receive = session.receive.bind(session)
      session.receive = (text) => {
        this.#texts.push(text)
        const before = cpuUs()
        receive(text)
        this.receiveUs += cpuUs() - before
      }
      return session
    }
  }

  /** Decodes the texts received since the last call once more and returns what that cost, µs. */
  decodeUs(): number {
    const texts = this.#texts
    this.#texts = []
    const before = cpuUs()
    for (const text of texts) decodeClientMessage(text)
    return cpuUs() - before
  }
}
