import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { OperatingFault } from '../observe/operating-fault.js'
import { answerUnreadable } from './raw-answer.js'

const FAULTS: Readonly<Record<string, readonly [code: string, text: string]>> = {
  EADDRINUSE: ['portInUse', 'is in use: end what uses it, or choose another with PORT'],
  EACCES: ['portForbidden', 'may not be used by this user: choose one above 1023 with PORT'],
  EADDRNOTAVAIL: ['addressUnavailable', 'cannot be used: HOST is not an address of this machine'],
  ENOTFOUND: ['addressUnavailable', 'cannot be used: HOST is not a known name'],
}

/** Nginx keeps idle upstream connections for 60 s: closing first would make it meet a closed one and answer 502. */
const KEEP_ALIVE_MS = 75_000
/** Connections that wait to be accepted: after a restart of its neighbour a gateway meets thousands at once. The kernel may cap it. */
const BACKLOG = 4096
/** Longest time for the headers, and for a whole request; a request here is a line and some headers. */
const HEADERS_MS = 15_000
const REQUEST_MS = 30_000
/** Longest time in which a peer takes nothing of its answer; else it would be held in memory for as long as the peer likes. */
const IDLE_MS = 30_000

/** Where a listening server is reached from this machine. */
function urlOf({ address, family, port }: AddressInfo): string {
  if (family === 'IPv6') return `http://[${address === '::' ? '::1' : address}]:${port}`
  return `http://${address === '0.0.0.0' ? '127.0.0.1' : address}:${port}`
}

/** A URL of this machine as a person would type it. */
export const addressOf = (url: string): string =>
  url.replace(/^http:\/\/(127\.0\.0\.1|\[::1\])(?=:|$)/, 'http://localhost')

/**
 * Listens, and returns the base URL. Throws an OperatingFault that says in one sentence what to do. Not Nest's own
 * `listen`, which logs a second error for the same fault.
 */
export async function listen(app: NestExpressApplication, host: string, port: number): Promise<string> {
  await app.init()
  const server: Server = app.getHttpServer()
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.headersTimeout = HEADERS_MS
  server.requestTimeout = REQUEST_MS
  server.timeout = IDLE_MS
  server.on('clientError', (_err, socket) => answerUnreadable(socket))
  server.listen({ port, host, backlog: BACKLOG })
  try {
    await once(server, 'listening')
  } catch (cause) {
    const [code, text] = FAULTS[(cause as NodeJS.ErrnoException).code ?? ''] ?? [
      'listenFailed',
      'cannot be listened on',
    ]
    throw new OperatingFault(code, `Port ${port} of ${host} ${text}.`, { retryable: false, cause })
  }
  return urlOf(server.address() as AddressInfo)
}
