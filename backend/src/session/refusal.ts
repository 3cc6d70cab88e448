import { ERROR_CODES, type ErrorCode, type RequestId } from '@tickwall/protocol'

/** A message that is answered with an error. */
export interface Refusal {
  readonly type: 'refusal'
  readonly code: ErrorCode
  readonly id: RequestId | undefined
  /** A sentence for people. */
  readonly message: string
}

export const refusal = (code: ErrorCode, id?: RequestId, message: string = ERROR_CODES[code].text): Refusal => ({
  ...{ type: 'refusal', code, id, message },
})
