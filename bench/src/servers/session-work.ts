import type { Tally } from '@tickwall/backend/observe/tally.js'
import { Inbox } from '@tickwall/backend/session/inbox.js'
import type { Sessions } from '@tickwall/backend/session/sessions.js'

/** Processor time of this process so far, µs. */
function cpuUs(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

/** Adds up what requests of clients cost, from the decoded message to the last frame written in the same turn. */
export class SessionWork {
  /** Processor time on requests so far, µs. */
  requestsUs = 0
  /** Data frames written meanwhile. */
  framesWritten = 0
  readonly #frames: Tally

  /** `frames` counts all data frames that are written. */
  constructor(frames: Tally) {
    this.#frames = frames
  }

  watch({ requests }: Sessions): void {
    const work = requests.work.bind(requests)
    requests.work = () => {
      const framesBefore = this.#frames.total
      const before = cpuUs()
      work()
      this.requestsUs += cpuUs() - before
      this.framesWritten += this.#frames.total - framesBefore
    }
    // Long messages are decoded within that, and what is measured begins after it.
    const { prototype } = Inbox
    const next = Reflect.get(prototype, 'next') as Inbox['next']
    const leaveOut = (us: number): void => void (this.requestsUs -= us)
    prototype.next = function (this: Inbox) {
      const before = cpuUs()
      const message = next.call(this)
      leaveOut(cpuUs() - before)
      return message
    }
  }
}
