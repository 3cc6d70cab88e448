import { ERROR_CODES, type ErrorCode } from '@tickwall/protocol'
import { askBuild, askClock, isRefusal, type ServerClock } from './http-greeting.js'
import type { Refusal } from './refusal.js'
import type { StreamWay } from './stream.js'

/** The short requests beside a stream: who the server is, what its clock says, whether a token is good. */
export class HttpAsides {
  readonly #way: StreamWay
  readonly #running = new Set<{ cancel: () => void }>()

  constructor(way: StreamWay) {
    this.#way = way
  }

  /** The clock tells whether the server is there and lets us in, its version who it is. Null: no gateway answers. */
  greet(
    token: string | null,
    onAnswer: (answer: { clock: ServerClock; build: string } | Refusal | null) => void,
  ): void {
    this.#run((done) =>
      askClock(this.#way, token, (clock) => {
        done()
        if (clock === null || isRefusal(clock)) onAnswer(clock)
        else this.#build(clock, onAnswer)
      }),
    )
  }

  /** The server's clock, or why it does not tell; neither when nothing answers, for then the request times out. */
  clock(token: string | null, onTime: (ts: number) => void, onError: (code: ErrorCode, text: string) => void): void {
    this.#run((done) =>
      askClock(this.#way, token, (answer) => {
        done()
        if (answer === null) return
        if (!isRefusal(answer)) onTime(answer.ts)
        else {
          const code = answer.code === 401 || answer.code === 403 ? 'tokenExpired' : 'notReady'
          onError(code, ERROR_CODES[code].text)
        }
      }),
    )
  }

  /** Gives all of them up. */
  cancel(): void {
    for (const { cancel } of this.#running) cancel()
    this.#running.clear()
  }

  #build(clock: ServerClock, onAnswer: (answer: { clock: ServerClock; build: string }) => void): void {
    this.#run((done) =>
      askBuild(this.#way, (build) => {
        done()
        onAnswer({ clock, build })
      }),
    )
  }

  #run(begin: (done: () => void) => () => void): void {
    const request = { cancel: (): void => undefined }
    this.#running.add(request)
    request.cancel = begin(() => {
      this.#running.delete(request)
    })
  }
}
