import type { IncomingMessage } from 'node:http'
import { refusal, Refused } from './refusal.js'

const isJson = (type: string | undefined): boolean =>
  /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type ?? '')

/**
 * The body of a request that carries JSON, as text. Refuses another type, an encoding, more than `maxBytes` (413), and what is
 * not UTF-8; the connection of a body that is too long is closed, for the rest of it is not read.
 */
export async function readJsonText(request: IncomingMessage, maxBytes: number): Promise<string> {
  const { headers } = request
  if (!isJson(headers['content-type']))
    throw new Refused(refusal('badRequest', 'Content-Type must be application/json'))
  if ((headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new Refused(refusal('badRequest', 'the body must not be encoded'))
  const tooLarge = new Refused(refusal('payloadTooLarge', undefined, { Connection: 'close' }))
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > maxBytes) throw tooLarge
    parts.push(part)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
  } catch {
    // The only way a strict decoder says that bytes are not UTF-8.
    throw new Refused(refusal('badRequest', 'the body is not UTF-8'))
  }
}
