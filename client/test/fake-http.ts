import type { Http, HttpEvents, HttpRequest } from '../src/http.js'

/** The server's end of one request. */
export class FakeExchange {
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
  isAborted = false
  readonly #events: HttpEvents
  readonly request: HttpRequest

  constructor(request: HttpRequest, events: HttpEvents) {
    this.request = request
    const { pathname } = new URL(request.url)
    // The one path that is asked in two ways.
    this.path = request.method === 'GET' && pathname.endsWith('/poll') ? `GET ${pathname}` : pathname
    this.body = request.body === null ? {} : (JSON.parse(request.body) as Record<string, unknown>)
    this.#events = events
  }

  /** The head of the answer. */
  answers(status = 200, retryAfter: string | null = null): this {
    if (!this.isAborted) this.#events.answered(status, retryAfter)
    return this
  }

  text(part: string): this {
    if (!this.isAborted) this.#events.text(part)
    return this
  }

  event(name: string, data: unknown, id?: string): this {
    return this.text(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  ends(): void {
    if (!this.isAborted) this.#events.ended()
  }

  fails(): void {
    if (!this.isAborted) this.#events.failed('the request failed (TypeError)')
  }

  /** A whole answer. */
  is(status: number, value: unknown, retryAfter: string | null = null): void {
    this.answers(status, retryAfter).text(JSON.stringify(value)).ends()
  }
}

/** Collects the requests that a link sends, newest last. */
export class FakeHttp {
  readonly exchanges: FakeExchange[] = []
  /** Called for each request, once whoever sent it is done. */
  onRequest: ((exchange: FakeExchange) => void) | null = null
  readonly #soon: (run: () => void) => void

  constructor(soon: (run: () => void) => void) {
    this.#soon = soon
  }

  readonly open: Http = (request, events) => {
    const exchange = new FakeExchange(request, events)
    this.exchanges.push(exchange)
    this.#soon(() => {
      if (!exchange.isAborted) this.onRequest?.(exchange)
    })
    return () => {
      exchange.isAborted = true
    }
  }

  of(path: string): FakeExchange[] {
    return this.exchanges.filter((exchange) => exchange.path === path)
  }

  /** The newest request for a path; fails when there is none. */
  newest(path: string): FakeExchange {
    const exchange = this.of(path).at(-1)
    if (exchange === undefined) throw new Error(`nothing was asked of ${path}`)
    return exchange
  }
}
