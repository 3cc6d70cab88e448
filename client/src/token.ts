import type { TokenSource } from './link-options.js'

/** The token to offer; null without one. A function is asked anew every time, and may fail. */
export async function freshToken(source: TokenSource | null): Promise<string | null> {
  return typeof source === 'function' ? source() : source
}

/** Fetches a fresh token and hands it to the server; what is wrong is told in a sentence, never with the token. */
export function renewToken(
  source: TokenSource | null,
  authenticate: (token: string) => Promise<unknown>,
  onFailure: (sentence: string) => void,
): void {
  // A fixed token cannot be renewed: the server closes once it has expired.
  if (typeof source !== 'function') return
  freshToken(source)
    .then((token) => (token === null ? null : authenticate(token)))
    .catch((error: unknown) => {
      onFailure(`the token could not be renewed (${error instanceof Error ? error.name : 'unknown'})`)
    })
}
