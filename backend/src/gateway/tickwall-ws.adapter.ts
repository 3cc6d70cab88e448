import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { INestApplication } from '@nestjs/common'
import { WsAdapter } from '@nestjs/platform-ws'
import { CLOSE_CODES, type HttpErrorCode } from '@tickwall/protocol'
import type { WebSocket, WebSocketServer } from 'ws'
import type { Log } from '../observe/log.js'
import type { TallyBy } from '../observe/tally.js'
import { beginSpan } from '../observe/trace.js'
import { isRefusal, type Doorkeeper } from './doorkeeper.js'
import { answerRefusal, serveWithoutUpgrade } from './raw-answer.js'
import { refusal } from './refusal.js'
import { chooseSubprotocol } from './subprotocol.js'

export interface AdapterOptions {
  readonly doorkeeper: Doorkeeper
  readonly log: Log
  readonly refused: TallyBy<HttpErrorCode>
  /** Told of each handshake that is refused, before the connection ends. */
  readonly refusedOf: (code: HttpErrorCode, request: IncomingMessage) => void
  /** A longer message closes the connection with 1009. */
  readonly messageBytes: number
  /** `shared`: clients may be sent deflated frames. */
  readonly compression: 'off' | 'shared'
  /** A peer that has not answered a close after this long is cut off, ms. */
  readonly closeTimeoutMs: number
}

/** How a connection ended, as `handleDisconnect` is told. */
export interface ConnectionEnd {
  readonly code: number
  readonly reason: string
}

/**
 * Nest's adapter for `ws`, with its own way in and out: refusals are HTTP answers, messages bypass Nest's dispatcher
 * (which answers out of order and drops what it does not know), and the end of a connection has a code and a reason.
 */
export class TickwallWsAdapter extends WsAdapter {
  readonly #options: AdapterOptions
  readonly #listeners = new Map<Server, (request: IncomingMessage, socket: Duplex, head: Buffer) => void>()

  constructor(app: INestApplication | Server, options: AdapterOptions) {
    super(app)
    this.#options = options
  }

  override create(port: number, options: { path?: string } = {}): WebSocketServer {
    return super.create(port, {
      ...options,
      // Never by `ws`: compressing a frame per client costs ten times its write, and would no longer be synchronous. What is
      // agreed on here lets frames be deflated once for all who share them, and clients deflate what they send.
      perMessageDeflate: this.#options.compression === 'shared' && {
        serverNoContextTakeover: true,
        clientNoContextTakeover: true,
      },
      maxPayload: this.#options.messageBytes,
      closeTimeout: this.#options.closeTimeoutMs,
      handleProtocols: (_offers: Set<string>, request: IncomingMessage) =>
        chooseSubprotocol(request.headers['sec-websocket-protocol']) ?? false,
    }) as WebSocketServer
  }

  /** Connections get their error listener with their session, before a byte of theirs is read. */
  override bindErrorHandler(server: WebSocketServer): WebSocketServer {
    return server.on('error', (err) => this.#options.log.error({ err }, 'the WebSocket server failed'))
  }

  /** Nothing to bind: the session listens itself, from the moment it is open, and answers in order. */
  override bindMessageHandlers(): void {}

  override bindClientDisconnect(client: WebSocket, callback: (end: ConnectionEnd) => void): void {
    client.once('close', (code: number, reason: Buffer) => callback({ code, reason: reason.toString() }))
  }

  /** Sends away who is still there with 1012, and waits until all are gone; who does not answer is cut off. */
  override async close(server: WebSocketServer): Promise<void> {
    const gone = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const client of server.clients) client.close(CLOSE_CODES.restarting.code, 'restarting')
    const cutOff = setTimeout(() => {
      for (const client of server.clients) client.terminate()
    }, this.#options.closeTimeoutMs)
    await gone
    clearTimeout(cutOff)
  }

  override async dispose(): Promise<void> {
    for (const [server, listener] of this.#listeners) server.off('upgrade', listener)
    this.#listeners.clear()
    await super.dispose()
  }

  protected override ensureHttpServerExists(port: number, httpServer?: Server): Server | undefined {
    if (httpServer === undefined || this.httpServersRegistry.has(port)) return undefined
    const listener = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
      // Before the first await: a peer that resets while it is judged must not end the process.
      socket.on('error', () => socket.destroy())
      if (request.headers.upgrade?.toLowerCase() === 'websocket') void this.#upgrade(port, request, socket, head)
      else serveWithoutUpgrade(httpServer, request)
    }
    this.httpServersRegistry.set(port, httpServer)
    this.#listeners.set(httpServer, listener)
    httpServer.on('upgrade', listener)
    return httpServer
  }

  async #upgrade(port: number, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { doorkeeper, log, refused, refusedOf } = this.#options
    const ended = beginSpan('handshake')
    const judged = await doorkeeper.judge(request, 'upgrade').catch((err: unknown) => {
      log.error({ err }, 'a handshake could not be judged')
      return refusal('internal')
    })
    const refusedFor = isRefusal(judged) ? judged : doorkeeper.judgeNow(judged)
    const [server] = (this.wsServersRegistry.get(port) ?? []) as WebSocketServer[]
    if (refusedFor !== null || server === undefined) {
      const answer = refusedFor ?? refusal('notFound')
      refused.add(answer.code)
      refusedOf(answer.code, request)
      answerRefusal(socket, answer)
      ended(answer.code)
    } else {
      server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request, judged))
      ended()
    }
  }
}
