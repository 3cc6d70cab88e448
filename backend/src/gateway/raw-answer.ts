import { ServerResponse, STATUS_CODES, type IncomingMessage, type Server } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { HTTP_ERRORS, type HttpErrorCode } from '@tickwall/protocol'
import { refusal, refusalBody, type Refusal } from './refusal.js'

/** Answers an upgrade with HTTP and ends the connection. A peer that is already gone is no error. */
export function answerRefusal(socket: Duplex, refused: Refusal): void {
  const body = refusalBody(refused)
  const { status } = HTTP_ERRORS[refused.code]
  const headers: Record<string, string> = {
    ...refused.headers,
    Connection: 'close',
    'Cache-Control': 'no-store',
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
}

/** What is answered to what is no request, or takes too long to become one. */
export type Unreadable = Extract<HttpErrorCode, 'badRequest' | 'requestTimeout'>

/** What an error of Node's reader of requests means; null for a connection that was lost, which nobody is to blame for. */
export const unreadableFor = (code: string | undefined): Unreadable | null => {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'requestTimeout'
  return code?.startsWith('HPE_') === true && code !== 'HPE_INVALID_EOF_STATE' ? 'badRequest' : null
}

/**
 * Answers bytes that Node could not read as a request: no HTTP, headers without end, too long or too slow. Where something was
 * sent on this connection before, an answer could be taken for that of another request, so it is only ended.
 */
export function answerUnreadable(socket: Duplex, code: Unreadable): void {
  const isFresh = socket instanceof Socket && socket.bytesWritten === 0
  if (isFresh && socket.writable)
    answerRefusal(socket, code === 'badRequest' ? refusal(code, 'the request cannot be read') : refusal(code))
  else socket.destroy()
}

/**
 * Serves a request that asked for another protocol (`Upgrade: h2c`, as some HTTP clients do by habit) as if it had not:
 * with a listener for upgrades, Node hands such requests here, and without this they would be hung up on.
 */
export function serveWithoutUpgrade(server: Server, request: IncomingMessage): void {
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  // `assignSocket` wants a net.Socket, which every socket of an http.Server is.
  response.assignSocket(request.socket)
  // Not only ended: Node no longer looks after this connection, and a peer that never ends its half would keep it open.
  response.once('finish', () => request.socket.destroySoon())
  server.emit('request', request, response)
}
