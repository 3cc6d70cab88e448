import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { Inject } from '@nestjs/common'
import { WebSocketGateway, type OnGatewayConnection } from '@nestjs/websockets'
import { SUBPROTOCOLS } from '@tickwall/protocol'
import type { WebSocket } from 'ws'
import { binaryCodec } from '../lanes/binary-codec.js'
import { jsonCodec } from '../lanes/frame-codec.js'
import type { LimitWatch } from '../guard/limit-watch.js'
import type { Log } from '../observe/log.js'
import type { Measures } from '../observe/measures.js'
import type { Session } from '../session/session.js'
import type { Sessions } from '../session/sessions.js'
import { WS_PATH } from './admission.js'
import type { ConnectionLog } from './connection-log.js'
import type { Doorkeeper, Visitor } from './doorkeeper.js'
import { PART } from './parts.js'
import type { ConnectionEnd } from './tickwall-ws.adapter.js'
import { WebSocketTransport } from './websocket-transport.js'

/** A client that asks for a smaller window than frames are deflated with gets them as they are. */
const mayDeflate = (client: WebSocket, { headers }: IncomingMessage): boolean =>
  client.extensions.includes('permessage-deflate') &&
  headers['sec-websocket-extensions']?.includes('server_max_window_bits') !== true

interface Connection {
  readonly session: Session
  readonly transport: WebSocketTransport
  readonly leave: () => void
  readonly socket: Socket
  readonly address: string
  /** Monotonic. */
  readonly openedMs: number
}

/** The code of `ws` for a message beyond its bound. */
const TOO_LONG = 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'

/** Ties sockets to sessions, and nothing else: no message passes through Nest. */
@WebSocketGateway({ path: WS_PATH })
export class TickwallGateway implements OnGatewayConnection<WebSocket> {
  readonly #sessions: Sessions
  readonly #measures: Measures
  readonly #log: Log
  readonly #doorkeeper: Doorkeeper
  readonly #limits: LimitWatch
  readonly #lives: ConnectionLog
  readonly #connections = new Map<WebSocket, Connection>()

  /** One for all: it is kept by each socket. */
  readonly #failed = (): void => this.#measures.sendFailures.add('websocket')

  constructor(
    @Inject(PART.sessions) sessions: Sessions,
    @Inject(PART.measures) measures: Measures,
    @Inject(PART.log) log: Log,
    @Inject(PART.doorkeeper) doorkeeper: Doorkeeper,
    @Inject(PART.limits) limits: LimitWatch,
    @Inject(PART.lives) lives: ConnectionLog,
  ) {
    this.#doorkeeper = doorkeeper
    this.#limits = limits
    this.#sessions = sessions
    this.#measures = measures
    this.#log = log
    this.#lives = lives
  }

  /** Called in the turn of the upgrade, so that the session is open before the first byte is read. */
  handleConnection(client: WebSocket, request: IncomingMessage, visitor: Visitor): void {
    const codec = client.protocol === SUBPROTOCOLS.binary ? binaryCodec : jsonCodec
    const transport = new WebSocketTransport(client, request.socket, codec, mayDeflate(client, request))
    // Hostile bytes end their connection with a code of their own (1002, 1007, 1009); `ws` has sent it already.
    client.on('error', (err: NodeJS.ErrnoException) => {
      if (err.code === TOO_LONG) this.#limits.reached('messageBytes')
      this.#log.debug({ err }, 'a connection broke the WebSocket protocol')
    })
    const session = this.#sessions.open(transport, visitor.access)
    const { socket } = request
    const { address } = visitor
    const leave = this.#doorkeeper.enter(visitor)
    this.#connections.set(client, { session, transport, socket, address, leave, openedMs: performance.now() })
    this.#measures.accepted.add()
    socket.on('error', this.#failed)
    this.#log.debug({ session: session.id, address }, 'a connection opened')
    client.on('message', (data, isBinary) => {
      if (isBinary) session.receiveBinary()
      else session.receive(String(data))
    })
    client.on('pong', () => session.heard())
    client.on('ping', () => session.heard())
  }

  handleDisconnect(client: WebSocket, end: ConnectionEnd): void {
    const connection = this.#connections.get(client)
    if (connection === undefined) return
    this.#connections.delete(client)
    connection.leave()
    const code = connection.transport.codeOfEnd(end.code)
    const { session, socket, address, openedMs } = connection
    this.#lives.ended(
      {
        session: session.id,
        address,
        codec: client.protocol === SUBPROTOCOLS.binary ? 'binary' : 'json',
        durationMs: Math.round(performance.now() - openedMs),
        ...session.life,
        sentBytes: socket.bytesWritten,
        receivedBytes: socket.bytesRead,
      },
      code,
    )
    this.#sessions.closed(session, code)
  }
}
