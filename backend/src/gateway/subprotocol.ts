import { SUBPROTOCOLS } from '@tickwall/protocol'

/** A token of RFC 9110, 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/

/** What this server speaks. */
const SPOKEN: ReadonlySet<string> = new Set(Object.values(SUBPROTOCOLS))

/**
 * The subprotocol to speak and to echo: the first offered one that is known; `none` when nothing was offered (JSON, without an
 * echo); null when the offer is malformed, or holds only what is not spoken. A bearer offer is never chosen, so never echoed.
 */
export function chooseSubprotocol(header: string | undefined): string | null {
  if (header === undefined) return 'none'
  const offers = header.split(',').map((offer) => offer.trim())
  if (new Set(offers).size < offers.length || !offers.every((offer) => TOKEN.test(offer))) return null
  return offers.find((offer) => SPOKEN.has(offer)) ?? null
}
