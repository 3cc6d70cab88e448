import { CLOSE_CODES } from '@tickwall/protocol'
import { EventStreamParser, type StreamEvent } from './event-stream-parser.js'
import { bearer, besideSocket } from './http.js'
import type { LinkEnding } from './link-state.js'
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

const LOST: LinkEnding = { code: 1006, reason: 'the stream ended' }

/** Server-sent events, read from an answer that goes on: `EventSource` can neither POST nor send a token, and Node has none. */
export const openSseStream: OpenStream = (way, request, events) => {
  const stream = new SseStream(way, request, events)
  return () => {
    stream.stop()
  }
}

class SseStream {
  readonly #events: StreamEvents
  readonly #parser = new EventStreamParser(
    (event) => {
      this.#take(event)
    },
    () => undefined,
  )
  readonly #abort: () => void
  #head: { readonly status: number; readonly retryAfter: string | null } | null = null
  #refusal = ''
  /** What the stream said of its own end. */
  #closing: LinkEnding | null = null
  #isOver = false

  constructor({ http, url }: StreamWay, request: StreamRequest, events: StreamEvents) {
    this.#events = events
    this.#abort = http(
      {
        method: 'POST',
        url: besideSocket(url, 'sse').href,
        headers: { accept: 'text/event-stream', 'content-type': 'application/json', ...bearer(request.token) },
        body: JSON.stringify(bodyOf(request)),
      },
      {
        answered: (status, retryAfter) => {
          this.#head = { status, retryAfter }
        },
        text: (part) => {
          this.#text(part)
        },
        ended: () => {
          this.#ended()
        },
        failed: (reason) => {
          this.#finish(this.#closing ?? { code: LOST.code, reason }, 0)
        },
      },
    )
  }

  stop(): void {
    this.#isOver = true
    this.#abort()
  }

  #text(part: string): void {
    if (this.#head?.status === 200) {
      this.#events.alive()
      this.#parser.push(part)
    } else this.#refusal += part
  }

  #take({ name, data }: StreamEvent): void {
    if (this.#isOver) return
    const value = parsed(data)
    if (name === 'closing') this.#closing = endingOf(value)
    if (!tell(value, name, data.length, this.#events)) this.#finish(TORN, 0)
  }

  #ended(): void {
    if (this.#head === null || this.#head.status === 200) {
      this.#finish(this.#closing ?? LOST, 0)
      return
    }
    const { code, reason, retryAfterMs } = readRefusal({ ...this.#head, text: this.#refusal })
    this.#finish({ code, reason }, retryAfterMs)
  }

  #finish(ending: LinkEnding, retryAfterMs: number): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#abort()
    this.#events.ended(ending, retryAfterMs)
  }
}

/** The code of a `closing` that makes sense, else that of a server that goes away. */
function endingOf(value: unknown): LinkEnding {
  const { code, reason } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  return {
    code: typeof code === 'number' ? code : CLOSE_CODES.goingAway.code,
    reason: typeof reason === 'string' ? reason : CLOSE_CODES.goingAway.text,
  }
}
