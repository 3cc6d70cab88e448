import type { IncomingMessage, ServerResponse } from 'node:http'
import compression from 'compression'

/** Below this, in bytes, a compressed answer costs more than the packet it saves. */
const THRESHOLD_BYTES = 1024

/** Whether a media type is text at heart; pictures and fonts are compressed already. */
const isText = (type: unknown): boolean =>
  typeof type === 'string' && /^(text\/|image\/svg\+xml|application\/(json|javascript|manifest\+json))/.test(type)

/**
 * Compresses answers for those who accept it (Brotli, gzip). Not event streams, which say `no-transform`: an event would wait in
 * the compressor. Not parts of a file: a range counts the bytes of the file as it is.
 */
export const compressed = () =>
  compression({
    threshold: THRESHOLD_BYTES,
    filter: ({ headers }: IncomingMessage, response: ServerResponse) =>
      headers.range === undefined && isText(response.getHeader('Content-Type')),
  })
