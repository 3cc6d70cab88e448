/** One request as the link needs it. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Null for none. */
  readonly body: string | null
}

/** What came of it: `answered` once, any `text`, then `ended`; or `failed`, at any time and last. */
export interface HttpEvents {
  /** The head of the answer. `retryAfter` is the header of that name, null without one. */
  answered(status: number, retryAfter: string | null): void
  /** The next part of the body, however it was cut. Hot path of SSE. */
  text(part: string): void
  ended(): void
  failed(reason: string): void
}

/**
 * Sends a request. None of its events comes before this has returned, nor after the answered function was called, which gives it up.
 * Never throws.
 */
export type Http = (request: HttpRequest, events: HttpEvents) => () => void

/** What the link uses of `fetch`. */
export type Fetch = (
  url: string,
  init: {
    readonly method: string
    readonly headers: Record<string, string>
    readonly body: string | null
    readonly cache: 'no-store'
    readonly signal: AbortSignal
  },
) => Promise<Response>

/** HTTP by `fetch`: the body is told as it comes, in browsers, workers and Node. */
export function httpByFetch(fetch: Fetch): Http {
  return ({ method, url, headers, body }, events) => {
    const abort = new AbortController()
    const { signal } = abort
    const failed = (error: unknown): null => {
      if (!signal.aborted) events.failed(`the request failed (${error instanceof Error ? error.name : 'unknown'})`)
      return null
    }
    // What a listener throws is not a failed request: it surfaces as any other error of the program.
    const run = async (): Promise<void> => {
      const init = { method, headers: { ...headers }, body, cache: 'no-store', signal } as const
      const response = await fetch(url, init).catch(failed)
      if (response === null || isAborted(signal)) return
      events.answered(response.status, response.headers.get('retry-after'))
      const reader = response.body?.getReader()
      const decoder = new TextDecoder()
      while (reader !== undefined && !isAborted(signal)) {
        const part = await reader.read().catch(failed)
        if (part === null || isAborted(signal)) return
        if (part.done) break
        events.text(decoder.decode(part.value, { stream: true }))
      }
      if (!isAborted(signal)) events.ended()
    }
    void run()
    return () => {
      abort.abort()
    }
  }
}

/** Read anew each time: the compiler believes that it cannot have changed. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted

/** The address of another of the gateway's services, beside that of its WebSocket. Its query is kept. */
export function besideSocket(socketUrl: string, name: string): URL {
  const url = new URL(socketUrl)
  const beside = new URL(name, url)
  beside.protocol = url.protocol === 'wss:' ? 'https:' : 'http:'
  beside.search = url.search
  beside.hash = ''
  return beside
}

export const bearer = (token: string | null): Record<string, string> =>
  token === null ? {} : { authorization: `Bearer ${token}` }
