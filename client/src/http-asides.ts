import { ERROR_CODES, type ErrorCode } from '@tickwall/protocol'
import { askBuild, askServer, isRefusal, type ServerSign } from './http-greeting.js'
import type { Refusal } from './refusal.js'
import type { StreamWay } from './stream.js'

/** The short requests beside a stream: who the server is, what its clock says, whether a token is good. */
export class HttpAsides {
  readonly #way: StreamWay
  readonly #running = new Set<{ cancel: () => void }>()

  constructor(way: StreamWay) {
    this.#way = way
  }

  /** Who the server is, if it is there and lets us in, and which build it runs. Null: no gateway answers. */
  greet(token: string | null, onAnswer: (answer: { sign: ServerSign; build: string } | Refusal | null) => void): void {
    this.#run((done) =>
      askServer(this.#way, token, (sign) => {
        done()
        if (sign === null || isRefusal(sign)) onAnswer(sign)
        else this.#build(sign, onAnswer)
      }),
    )
  }

  /** The server's clock, or why it does not tell; neither when nothing answers, for then the request times out. */
  clock(token: string | null, onTime: (ts: number) => void, onError: (code: ErrorCode, text: string) => void): void {
    this.#run((done) =>
      askServer(this.#way, token, (answer) => {
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

  #build(sign: ServerSign, onAnswer: (answer: { sign: ServerSign; build: string }) => void): void {
    this.#run((done) =>
      askBuild(this.#way, (build) => {
        done()
        onAnswer({ sign, build })
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
