import type { Clock } from './clock.js'
import type { Http, HttpRequest } from './http.js'

export interface TextAnswer {
  readonly status: number
  readonly retryAfter: string | null
  readonly text: string
}

/**
 * A request whose answer is wanted as a whole. `onAnswer` is called once, with null when nothing came in `timeoutMs` or at all;
 * never after the answered function was called.
 */
export function askText(
  http: Http,
  request: HttpRequest,
  clock: Clock,
  timeoutMs: number,
  onAnswer: (answer: TextAnswer | null) => void,
): () => void {
  let head: { readonly status: number; readonly retryAfter: string | null } | null = null
  let text = ''
  let abort = (): void => undefined
  const cancelTimeout = clock.after(timeoutMs, () => {
    abort()
    onAnswer(null)
  })
  const settle = (answer: TextAnswer | null): void => {
    cancelTimeout()
    onAnswer(answer)
  }
  abort = http(request, {
    answered: (status, retryAfter) => {
      head = { status, retryAfter }
    },
    text: (part) => {
      text += part
    },
    ended: () => {
      settle(head === null ? null : { ...head, text })
    },
    failed: () => {
      settle(null)
    },
  })
  return () => {
    cancelTimeout()
    abort()
  }
}
