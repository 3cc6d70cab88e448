import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { Inject } from '@nestjs/common'
import { WebSocketGateway, type OnGatewayConnection } from '@nestjs/websockets'
import { SUBPROTOCOLS } from '@tickwall/protocol'
import type { RawData, WebSocket } from 'ws'
import { binaryCodec } from '../lanes/binary-codec.js'
import { jsonCodec } from '../lanes/frame-codec.js'
import type { LimitWatch } from '../guard/limit-watch.js'
import type { Log } from '../observe/log.js'
import type { Measures } from '../observe/measures.js'
import type { Session } from '../session/session.js'
import { WS_PATH } from './admission.js'
import type { ConnectionLog } from './connection-log.js'
import type { Doorkeeper, Visitor } from './doorkeeper.js'
import { PART, type Parts } from './parts.js'
import type { ConnectionEnd } from './tickwall-ws.adapter.js'
import { WebSocketTransport } from './websocket-transport.js'

/** A client that asks for a smaller window than frames are deflated with gets them as they are. */
const mayDeflate = (client: WebSocket, { headers }: IncomingMessage): boolean =>
  client.extensions.includes('permessage-deflate') &&
  headers['sec-websocket-extensions']?.includes('server_max_window_bits') !== true

interface Connection {
  readonly session: Session
  readonly transport: WebSocketTransport
  readonly visitor: Visitor
  readonly socket: Socket
  /** Monotonic. */
  readonly openedMs: number
}

/** The code of `ws` for a message beyond its bound. */
const TOO_LONG = 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'

/** Ties sockets to sessions, and nothing else: no message passes through Nest. */
@WebSocketGateway({ path: WS_PATH })
export class TickwallGateway implements OnGatewayConnection<WebSocket> {
  readonly #serviceOf: Parts['serviceOf']
  readonly #measures: Measures
  readonly #log: Log
  readonly #doorkeeper: Doorkeeper
  readonly #limits: LimitWatch
  readonly #lives: ConnectionLog
  readonly #connections = new Map<WebSocket, Connection>()

  // One each for all connections, which `ws` calls on its socket: closures of their own cost each connection a quarter of a kilobyte.
  readonly #failed = (): void => this.#measures.sendFailures.add('websocket')
  readonly #broke = (err: NodeJS.ErrnoException): void => {
    if (err.code === TOO_LONG) this.#limits.reached('messageBytes')
    this.#log.debug({ err }, 'a connection broke the WebSocket protocol')
  }
  readonly #listeners: {
    message: (this: WebSocket, data: RawData, isBinary: boolean) => void
    alive: (this: WebSocket) => void
  }

  constructor(
    @Inject(PART.serviceOf) serviceOf: Parts['serviceOf'],
    @Inject(PART.measures) measures: Measures,
    @Inject(PART.log) log: Log,
    @Inject(PART.doorkeeper) doorkeeper: Doorkeeper,
    @Inject(PART.limits) limits: LimitWatch,
    @Inject(PART.lives) lives: ConnectionLog,
  ) {
    this.#doorkeeper = doorkeeper
    this.#limits = limits
    this.#serviceOf = serviceOf
    this.#measures = measures
    this.#log = log
    this.#lives = lives
    const sessionOf = (client: WebSocket): Session | undefined => this.#connections.get(client)?.session
    this.#listeners = {
      message(data, isBinary) {
        if (isBinary) sessionOf(this)?.receiveBinary()
        else sessionOf(this)?.receive(String(data))
      },
      alive() {
        sessionOf(this)?.heard()
      },
    }
  }

  /** Called in the turn of the upgrade, so that the session is open before the first byte is read. */
  handleConnection(client: WebSocket, request: IncomingMessage, visitor: Visitor): void {
    const codec = client.protocol === SUBPROTOCOLS.binary ? binaryCodec : jsonCodec
    const transport = new WebSocketTransport(client, request.socket, codec, mayDeflate(client, request))
    // Hostile bytes end their connection with a code of their own (1002, 1007, 1009); `ws` has sent it already.
    client.on('error', this.#broke)
    const session = this.#serviceOf(visitor.access).sessions.open(transport, visitor.access)
    const { socket } = request
    this.#doorkeeper.enter(visitor)
    this.#connections.set(client, { session, transport, socket, visitor, openedMs: performance.now() })
    this.#measures.accepted.add()
    socket.on('error', this.#failed)
    this.#log.debug({ session: session.id, address: visitor.address }, 'a connection opened')
    client.on('message', this.#listeners.message)
    client.on('pong', this.#listeners.alive)
    client.on('ping', this.#listeners.alive)
  }

  handleDisconnect(client: WebSocket, end: ConnectionEnd): void {
    const connection = this.#connections.get(client)
    if (connection === undefined) return
    this.#connections.delete(client)
    const code = connection.transport.codeOfEnd(end.code)
    const { session, socket, visitor, openedMs } = connection
    this.#doorkeeper.leave(visitor)
    this.#lives.ended(
      {
        session: session.id,
        address: visitor.address,
        codec: client.protocol === SUBPROTOCOLS.binary ? 'binary' : 'json',
        durationMs: Math.round(performance.now() - openedMs),
        ...session.life,
        sentBytes: socket.bytesWritten,
        receivedBytes: socket.bytesRead,
      },
      code,
    )
    this.#serviceOf(visitor.access).sessions.closed(session, code)
  }
}
