import type { IncomingMessage } from 'node:http'
import { refusal, Refused } from './refusal.js'

/** Longest message or body where the limit on them is only watched, bytes. */
export const MOST_BYTES = 1_048_576

const isJson = (type: string | undefined): boolean =>
  /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type ?? '')

/**
 * The body of a request that carries JSON, as text. Refuses another type, an encoding, more than `maxBytes` (413), and what is
 * not UTF-8; the connection of a body that is too long is closed, for the rest of it is not read. `isEnforced` is asked, once, whether a
 * longer one is too long; whatever it answers, `MOST_BYTES` is.
 */
export async function readJsonText(
  request: IncomingMessage,
  maxBytes: number,
  isEnforced: () => boolean,
): Promise<string> {
  const { headers } = request
  if (!isJson(headers['content-type']))
    throw new Refused(refusal('badRequest', 'Content-Type must be application/json'))
  if ((headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new Refused(refusal('badRequest', 'the body must not be encoded'))
  const tooLarge = new Refused(refusal('payloadTooLarge', undefined, { Connection: 'close' }))
  let limit = maxBytes
  const isTooLong = (bytes: number): boolean => {
    if (bytes <= limit) return false
    if (limit === MOST_BYTES || isEnforced()) return true
    limit = MOST_BYTES
    return bytes > limit
  }
  if (isTooLong(Number(headers['content-length'] ?? 0))) throw tooLarge
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (isTooLong(bytes)) throw tooLarge
    parts.push(part)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
  } catch {
    // The only way a strict decoder says that bytes are not UTF-8.
    throw new Refused(refusal('badRequest', 'the body is not UTF-8'))
  }
}
