import { once } from 'node:events'
import type { Server } from 'node:http'
import { Server as HttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { OperatingFault } from '../observe/operating-fault.js'
import { answerUnreadable, unreadableFor, type Unreadable } from './raw-answer.js'

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
/** A whole request may take so many times as long as its headers: it is these, and a body of 64 KiB at most. */
const WHOLE_REQUEST = 2
/** Node looks that often for requests that take too long, as a share of their time. */
const LOOKS = 4
/** Longest time in which a peer takes nothing of its answer; else it would be held in memory for as long as the peer likes. */
const IDLE_MS = 30_000

export interface ListenOptions {
  readonly host: string
  readonly port: number
  /** Longest time for the headers of a request, ms. */
  readonly requestTimeoutMs: number
  /** Counts what could not be read as a request; whether to end its connection. */
  readonly unreadable: (answer: Unreadable) => boolean
}

/** Where a listening server is reached from this machine. */
function urlOf({ address, family, port }: AddressInfo, scheme: string): string {
  if (family === 'IPv6') return `${scheme}://[${address === '::' ? '::1' : address}]:${port}`
  return `${scheme}://${address === '0.0.0.0' ? '127.0.0.1' : address}:${port}`
}

/** A URL of this machine as a person would type it. */
export const addressOf = (url: string): string =>
  url.replace(/^(https?):\/\/(127\.0\.0\.1|\[::1\])(?=:|$)/, '$1://localhost')

/**
 * Listens, and returns the base URL. Throws an OperatingFault that says in one sentence what to do. Not Nest's own
 * `listen`, which logs a second error for the same fault.
 */
export async function listen(app: NestExpressApplication, options: ListenOptions): Promise<string> {
  const { host, port, requestTimeoutMs, unreadable } = options
  await app.init()
  const server: Server = app.getHttpServer()
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.headersTimeout = requestTimeoutMs
  server.requestTimeout = requestTimeoutMs * WHOLE_REQUEST
  // Read by `listen`, though its type says that only `createServer` takes it.
  Object.assign(server, { connectionsCheckingInterval: Math.ceil(requestTimeoutMs / LOOKS) })
  server.timeout = IDLE_MS
  server.on('clientError', (err: NodeJS.ErrnoException, socket) => {
    const found = unreadableFor(err.code)
    if (found === null || unreadable(found)) answerUnreadable(socket, found ?? 'badRequest')
  })
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
  return urlOf(server.address() as AddressInfo, server instanceof HttpsServer ? 'https' : 'http')
}
