import { ServerResponse, STATUS_CODES, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { HTTP_ERRORS } from '@tickwall/protocol'
import { refusalBody, type Refusal } from './refusal.js'

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

/**
 * Serves a request that asked for another protocol (`Upgrade: h2c`, as some HTTP clients do by habit) as if it had not:
 * with a listener for upgrades, Node hands such requests here, and without this they would be hung up on.
 */
export function serveWithoutUpgrade(server: Server, request: IncomingMessage, socket: Duplex): void {
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  // `assignSocket` wants a net.Socket, which every socket of an http.Server is.
  response.assignSocket(request.socket)
  response.once('finish', () => socket.end())
  server.emit('request', request, response)
}
