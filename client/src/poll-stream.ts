import type { Rate } from '@tickwall/protocol'
import { askText, type TextAnswer } from './ask-text.js'
import { bearer, besideSocket } from './http.js'
import { readRefusal } from './refusal.js'
import {
  bodyOf,
  parsed,
  tell,
  TORN,
  type OpenStream,
  type StreamEvents,
  type StreamRequest,
  type StreamWay,
} from './stream.js'

/** How long the server may hold a poll; it is also how long a connection that carries nothing must live on the way. */
export const POLL_WAIT_MS = 25_000
/** No faster than this, whatever the rate: each poll costs a request. */
export const MIN_POLL_INTERVAL_MS = 200

/** Long-polls, one after the other, each from where the last one ended. */
export const openPollStream: OpenStream = (way, request, events) => {
  const chain = new PollChain(way, request, events)
  chain.begin()
  return () => {
    chain.stop()
  }
}

class PollChain {
  readonly #way: StreamWay
  readonly #request: StreamRequest
  readonly #events: StreamEvents
  readonly #intervalMs: number
  #cancel: () => void = () => undefined
  #isOver = false

  constructor(way: StreamWay, request: StreamRequest, events: StreamEvents) {
    this.#way = way
    this.#request = request
    this.#events = events
    this.#intervalMs = intervalMs(request.maxHz)
  }

  /** The first poll does not wait: its answer says what was accepted. */
  begin(): void {
    this.#poll(bodyOf(this.#request), 0)
  }

  stop(): void {
    this.#isOver = true
    this.#cancel()
  }

  #poll(body: Readonly<Record<string, unknown>>, waitMs: number): void {
    const { http, clock, url, requestTimeoutMs } = this.#way
    this.#cancel = askText(
      http,
      {
        method: 'POST',
        url: besideSocket(url, 'poll').href,
        headers: { accept: 'application/json', 'content-type': 'application/json', ...bearer(this.#request.token) },
        body: JSON.stringify({ ...body, waitMs }),
      },
      clock,
      waitMs + requestTimeoutMs,
      (answer) => {
        this.#answered(answer)
      },
    )
  }

  #answered(answer: TextAnswer | null): void {
    if (answer === null) this.#finish({ code: 1006, reason: 'a poll was not answered' }, 0)
    else if (answer.status !== 200) {
      const { code, reason, retryAfterMs } = readRefusal(answer)
      this.#finish({ code, reason }, retryAfterMs)
    } else this.#take(answer.text)
  }

  #take(text: string): void {
    const value = parsed(text)
    const { subscribed, frame, notices, cursor } = (typeof value === 'object' && value !== null ? value : {}) as {
      readonly [name: string]: unknown
    }
    if (typeof cursor !== 'string') {
      this.#events.puzzled('malformed')
      this.#finish({ code: 1006, reason: 'a poll was answered with what is no answer' }, 0)
      return
    }
    this.#events.alive()
    const parts: [type: string, message: unknown][] = [
      ['subscribed', subscribed],
      ...(Array.isArray(notices) ? notices.map((notice): [string, unknown] => ['notice', notice]) : []),
      ['frame', frame],
    ]
    // The size of the answer is counted once, with its last part.
    const present = parts.filter(([, message]) => message !== null && message !== undefined)
    for (const [i, [type, message]] of present.entries()) {
      const chars = i === present.length - 1 ? text.length : 0
      if (!this.#isOver && !tell(message, type, chars, this.#events)) this.#finish(TORN, 0)
    }
    if (this.#isOver) return
    const { topics, maxHz } = this.#request
    this.#cancel = this.#way.clock.after(this.#intervalMs, () => {
      this.#poll({ topics, maxHz, cursor }, POLL_WAIT_MS)
    })
  }

  #finish(ending: { readonly code: number; readonly reason: string }, retryAfterMs: number): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#events.ended(ending, retryAfterMs)
  }
}

function intervalMs(maxHz: Rate): number {
  return maxHz === 'raw' ? MIN_POLL_INTERVAL_MS : Math.max(MIN_POLL_INTERVAL_MS, 1000 / maxHz)
}
