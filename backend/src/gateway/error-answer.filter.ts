import type { IncomingMessage, ServerResponse } from 'node:http'
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common'
import { HTTP_ERRORS, type HttpErrorCode } from '@tickwall/protocol'
import type { Log } from '../observe/log.js'
import type { Measures } from '../observe/measures.js'
import { isCounted } from './paths.js'
import { requestId } from './request-id.js'
import { refusal, refusalBody, Refused, type Refusal } from './refusal.js'

/** Of several codes with one status the first is the general one. */
const codes = new Map<number, HttpErrorCode>(
  Object.entries(HTTP_ERRORS)
    .reverse()
    .map(([code, { status }]) => [status, code as HttpErrorCode]),
)

/** The status a thrown value claims: Nest's own exceptions, and those of Express (a malformed path). 500 for all others. */
function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus()
  if (!(thrown instanceof Error)) return 500
  const { status } = thrown as { status?: unknown }
  return typeof status === 'number' ? status : 500
}

/** The answer for anything a handler throws. A claim of another status than ours is a bad request if it blames the caller. */
export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof Refused) return thrown.refusal
  const status = statusOf(thrown)
  return refusal(codes.get(status) ?? (status >= 400 && status < 500 ? 'badRequest' : 'internal'))
}

/** Every error of HTTP is answered `{code, message}`; what nobody foresaw is logged, and told to the caller as `internal`. */
@Catch()
export class ErrorAnswerFilter implements ExceptionFilter {
  readonly #log: Log
  readonly #refused: Measures['refused']

  constructor(log: Log, refused: Measures['refused']) {
    this.#refused = refused
    this.#log = log
  }

  catch(thrown: unknown, host: ArgumentsHost): void {
    const answer = refusalOf(thrown)
    const http = host.switchToHttp()
    const asked = http.getRequest<IncomingMessage>()
    if (isCounted(asked.url ?? '')) this.#refused.add(answer.code)
    const response = http.getResponse<ServerResponse>()
    if (answer.code === 'internal') {
      const request = requestId(asked)
      this.#log.error({ request, err: thrown }, 'a request failed')
    }
    if (response.headersSent) {
      response.destroy()
      return
    }
    const body = refusalBody(answer)
    response.writeHead(HTTP_ERRORS[answer.code].status, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
      'Cache-Control': 'no-store',
      ...answer.headers,
    })
    response.end(body)
  }
}
