import { HTTP_ERRORS, type HttpErrorCode } from '@tickwall/protocol'

/** An HTTP answer that says no: status by its code, body `{code, message}`. */
export interface Refusal {
  readonly code: HttpErrorCode
  readonly message: string
  readonly headers: Readonly<Record<string, string>>
}

/** `message` must not repeat what the caller sent. */
export const refusal = (
  code: HttpErrorCode,
  message: string = HTTP_ERRORS[code].text,
  headers: Readonly<Record<string, string>> = {},
): Refusal => ({ code, message, headers })

/** The refusal of 429 and 503, which tells when to come back. */
export const comeBack = (
  code: Extract<HttpErrorCode, 'notReady' | 'connectingTooFast' | `tooMany${string}`>,
  afterSeconds: number,
  message?: string,
): Refusal => refusal(code, message, { 'Retry-After': String(afterSeconds) })

export const refusalBody = ({ code, message }: Refusal): string => JSON.stringify({ code, message })

/** Thrown by a handler to answer with a refusal. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly refusal: Refusal

  constructor(given: Refusal) {
    super(given.message)
    this.refusal = given
  }
}
