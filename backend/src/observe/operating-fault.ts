/**
 * What went wrong outside of the program (a broker, a file, a port), as opposed to a broken invariant. Logged once, at the
 * boundary that handles it. The message names no user's value and no secret.
 */
export class OperatingFault<Code extends string = string> extends Error {
  override readonly name = 'OperatingFault'
  readonly code: Code
  /** Whether the same attempt may succeed later without anyone doing anything. */
  readonly retryable: boolean

  constructor(code: Code, message: string, options: { readonly retryable: boolean; readonly cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.retryable = options.retryable
  }
}
