import type { IncomingMessage, ServerResponse } from 'node:http'
import { All, Controller, Inject, Req, Res } from '@nestjs/common'
import type { Config } from '../config/parse-config.js'
import type { Log } from '../observe/log.js'
import type { Measures } from '../observe/measures.js'
import { beginSpan } from '../observe/trace.js'
import type { FeedPlan } from '../stream/plan-feed.js'
import type { Streams, StreamTransport } from '../stream/streams.js'
import type { ConnectionLog } from './connection-log.js'
import type { Doorkeeper } from './doorkeeper.js'
import { HttpEventWire } from './http-event-wire.js'
import { PART } from './parts.js'
import { Peers } from './peers.js'
import { requestId } from './request-id.js'
import { refusal, Refused, type Refusal } from './refusal.js'
import { readJsonText } from './request-body.js'
import { streamBody, streamQuery, type StreamRequest } from './stream-request.js'

const METHODS = 'GET, POST'
/** How long a browser may believe the answer to a preflight. */
const PREFLIGHT_SECONDS = 600

interface Opened {
  /** The client is gone. */
  readonly closed: () => void
}

/** Clients without a session: what they ask is judged as an upgrade is, and served by `Streams`. */
@Controller()
export class StreamController {
  readonly #streams: Streams
  readonly #doorkeeper: Doorkeeper
  readonly #measures: Pick<Measures, 'refused' | 'sendFailures'>
  readonly #log: Log
  readonly #lives: ConnectionLog
  readonly #peers: Peers
  readonly #maxBodyBytes: number

  constructor(
    @Inject(PART.streams) streams: Streams,
    @Inject(PART.doorkeeper) doorkeeper: Doorkeeper,
    @Inject(PART.measures) measures: Measures,
    @Inject(PART.log) log: Log,
    @Inject(PART.config) config: Config,
    @Inject(PART.lives) lives: ConnectionLog,
  ) {
    this.#streams = streams
    this.#doorkeeper = doorkeeper
    this.#measures = measures
    this.#log = log
    this.#lives = lives
    this.#peers = new Peers(config.server.trustedProxies)
    this.#maxBodyBytes = config.session.messageBytes
  }

  @All('sse')
  events(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    return this.#serve('sse', request, response, (plan) => {
      response.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        // `no-transform`: whoever compressed it would hold events back.
        'Cache-Control': 'no-store, no-transform',
        'X-Accel-Buffering': 'no',
      })
      // An event is written as a whole: waiting for more would only delay it.
      request.socket.setNoDelay(true)
      // The stream judges itself who does not read; heartbeats may be further apart than this server's patience.
      request.socket.setTimeout(0)
      const stream = this.#streams.events(plan, new HttpEventWire(response))
      const openedMs = performance.now()
      const { socket } = request
      const [sent, received] = [socket.bytesWritten, socket.bytesRead]
      const address = this.#peers.addressOf(request)
      return {
        closed: () => {
          stream.closed()
          this.#lives.streamEnded({
            ...{ request: requestId(request), address },
            durationMs: Math.round(performance.now() - openedMs),
            sentBytes: socket.bytesWritten - sent,
            receivedBytes: socket.bytesRead - received,
          })
        },
      }
    })
  }

  @All('poll')
  poll(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    const ended = beginSpan('poll')
    response.once('close', () => ended(response.writableFinished ? String(response.statusCode) : 'abandoned'))
    return this.#serve('poll', request, response, (plan, { waitMs }) => {
      const poll = this.#streams.poll(plan, waitMs, (body) => {
        response.writeHead(200, {
          'Content-Type': 'application/json; charset=utf-8',
          'Content-Length': body.length,
          'Cache-Control': 'no-store',
        })
        response.end(body)
      })
      return { closed: () => poll.abandon() }
    })
  }

  async #serve(
    transport: StreamTransport,
    request: IncomingMessage,
    response: ServerResponse,
    open: (plan: FeedPlan, asked: StreamRequest) => Opened,
  ): Promise<void> {
    let opened: Opened | null = null
    let isGone = false
    const failed = (): void => this.#measures.sendFailures.add(transport)
    response.once('close', () => {
      isGone = true
      opened?.closed()
    })
    request.socket.on('error', failed)
    response.once('close', () => request.socket.off('error', failed))
    response.on('error', (err) => this.#log.debug({ err }, 'an answer could not be written'))
    if (await this.#isPreflight(request, response)) return
    this.#refuseIf(this.#doorkeeper.judgeNow())
    const asked = await this.#read(transport, request)
    const plan = await this.#streams.plan(transport, asked)
    // Nothing is awaited from here on: all who waited together would else pass the limit together.
    const refused = this.#doorkeeper.judgeNow()
    if (isGone || refused !== null) {
      this.#streams.discard(plan)
      this.#refuseIf(isGone ? null : refused)
      return
    }
    opened = open(plan, asked)
  }

  /** Judges who asks; whether it was only asked whether it may be asked (CORS), which is answered here. */
  async #isPreflight(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const { method = '', headers } = request
    const isPreflight = method === 'OPTIONS'
    if (!isPreflight && method !== 'GET' && method !== 'POST')
      throw new Refused(refusal('methodNotAllowed', undefined, { Allow: METHODS }))
    // A preflight carries no token.
    this.#refuseIf(isPreflight ? this.#doorkeeper.judgeOrigin(request) : await this.#doorkeeper.judgeStream(request))
    if (headers.origin !== undefined) {
      response.setHeader('Access-Control-Allow-Origin', headers.origin)
      response.appendHeader('Vary', 'Origin')
    }
    if (!isPreflight) return false
    response.writeHead(204, {
      'Access-Control-Allow-Methods': METHODS,
      'Access-Control-Allow-Headers': 'authorization, content-type, last-event-id',
      'Access-Control-Max-Age': PREFLIGHT_SECONDS,
    })
    response.end()
    return true
  }

  async #read(transport: StreamTransport, request: IncomingMessage): Promise<StreamRequest> {
    const asked =
      request.method === 'POST'
        ? streamBody(await readJsonText(request, this.#maxBodyBytes))
        : streamQuery(request.url ?? '')
    // An event source that comes back repeats its address, and says by this where it was.
    const lastEventId = transport === 'sse' ? request.headers['last-event-id'] : undefined
    return typeof lastEventId === 'string' && lastEventId !== '' ? { ...asked, cursor: lastEventId } : asked
  }

  #refuseIf(refused: Refusal | null): void {
    if (refused === null) return
    this.#measures.refused.add(refused.code)
    throw new Refused(refused)
  }
}
