import type { ErrorCode } from '@tickwall/protocol'

/** `timeout`: no answer in time; `closed`: the connection ended first. Both may succeed later. */
export type RequestErrorCode = ErrorCode | 'timeout' | 'closed'

/** Why a request has failed; `retryable` says whether the same request may succeed later. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly code: RequestErrorCode
  readonly retryable: boolean

  constructor(code: RequestErrorCode, message: string, retryable: boolean) {
    super(message)
    this.code = code
    this.retryable = retryable
  }
}

export const timeoutError = (): RequestError => new RequestError('timeout', 'no answer in time', true)
export const closedError = (): RequestError => new RequestError('closed', 'the connection ended first', true)
