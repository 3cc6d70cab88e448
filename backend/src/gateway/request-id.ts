import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** A UUID, or what Nginx makes (`$request_id`). What else a caller may send has no place in a log. */
const WELL_FORMED = /^[\da-f-]{32,36}$/i

const ids = new WeakMap<IncomingMessage, string>()

/** The name of a request in the log: the caller's `X-Request-Id` where it is well-formed, else a new one. */
export function requestId(request: IncomingMessage): string {
  const known = ids.get(request)
  if (known !== undefined) return known
  const told = request.headers['x-request-id']
  const id = typeof told === 'string' && WELL_FORMED.test(told) ? told : randomUUID()
  ids.set(request, id)
  return id
}

/** Names each request in its answer. */
export const namedRequests =
  () =>
  (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    response.setHeader('X-Request-Id', requestId(request))
    next()
  }
