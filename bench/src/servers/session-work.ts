import type { Tally } from '@tickwall/backend/observe/tally.js'
import type { Sessions } from '@tickwall/backend/session/sessions.js'
import { decodeClientMessage } from '@tickwall/protocol'

/** Processor time of this process so far, µs. */
function cpuUs(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

/** Adds up what messages of clients cost, from their text to the last frame written in the same turn. */
export class SessionWork {
  /** Processor time in `receive` so far, µs. */
  receiveUs = 0
  /** Data frames written in `receive` so far. */
  framesWritten = 0
  #texts: string[] = []
  readonly #frames: Tally

  /** `frames` counts all data frames that are written. */
  constructor(frames: Tally) {
    this.#frames = frames
  }

  /** Sessions opened from now on are watched. */
  watch(sessions: Sessions): void {
    const open = sessions.open.bind(sessions)
    sessions.open = (...args) => {
      const session = open(...args)
      const receive = session.receive.bind(session)
      session.receive = (text) => {
        this.#texts.push(text)
        const framesBefore = this.#frames.total
        const before = cpuUs()
        receive(text)
        this.receiveUs += cpuUs() - before
        this.framesWritten += this.#frames.total - framesBefore
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
