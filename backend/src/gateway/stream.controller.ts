import type { IncomingMessage, ServerResponse } from 'node:http'
import { All, Controller, Inject, Req, Res } from '@nestjs/common'
import type { Config } from '../config/parse-config.js'
import type { LimitWatch } from '../guard/limit-watch.js'
import type { Log } from '../observe/log.js'
import type { Measures } from '../observe/measures.js'
import { beginSpan } from '../observe/trace.js'
import type { FeedPlan } from '../stream/plan-feed.js'
import type { StreamTransport } from '../stream/streams.js'
import type { ConnectionLog } from './connection-log.js'
import type { Doorkeeper, Visitor } from './doorkeeper.js'
import { HttpEventWire } from './http-event-wire.js'
import { PART, type Parts } from './parts.js'
import { Reception } from './reception.js'
import { Refused, type Refusal } from './refusal.js'
import { requestId } from './request-id.js'
import { readJsonText } from './request-body.js'
import { streamBody, streamQuery, type StreamRequest } from './stream-request.js'

const METHODS = ['GET', 'POST']

interface Opened {
  /** The client is gone. */
  readonly closed: () => void
}

/** Clients without a session: what they ask is judged as an upgrade is, and served by `Streams`. */
@Controller()
export class StreamController {
  readonly #serviceOf: Parts['serviceOf']
  readonly #doorkeeper: Doorkeeper
  readonly #measures: Pick<Measures, 'sendFailures'>
  readonly #log: Log
  readonly #lives: ConnectionLog
  readonly #maxBodyBytes: number
  readonly #reception: Reception
  readonly #limits: LimitWatch

  constructor(
    @Inject(PART.serviceOf) serviceOf: Parts['serviceOf'],
    @Inject(PART.doorkeeper) doorkeeper: Doorkeeper,
    @Inject(PART.measures) measures: Measures,
    @Inject(PART.log) log: Log,
    @Inject(PART.config) config: Config,
    @Inject(PART.limits) limits: LimitWatch,
    @Inject(Reception) reception: Reception,
    @Inject(PART.lives) lives: ConnectionLog,
  ) {
    this.#limits = limits
    this.#reception = reception
    this.#serviceOf = serviceOf
    this.#doorkeeper = doorkeeper
    this.#measures = measures
    this.#log = log
    this.#lives = lives
    this.#maxBodyBytes = config.session.messageBytes
  }

  @All('sse')
  events(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    return this.#serve('sse', request, response, (plan, _asked, { address, access }) => {
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
      const stream = this.#serviceOf(access).streams.events(plan, new HttpEventWire(response))
      const openedMs = performance.now()
      const { socket } = request
      const [sent, received] = [socket.bytesWritten, socket.bytesRead]
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
    return this.#serve('poll', request, response, (plan, { waitMs }, { access }) => {
      const poll = this.#serviceOf(access).streams.poll(plan, waitMs, (body) => {
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
    open: (plan: FeedPlan, asked: StreamRequest, visitor: Visitor) => Opened,
  ): Promise<void> {
    let opened: Opened | null = null
    let isGone = false
    const failed = (): void => this.#measures.sendFailures.add(transport)
    response.once('close', () => {
      isGone = true
      opened?.closed()
    })
    const { socket } = request
    socket.on('error', failed)
    response.once('close', () => socket.off('error', failed))
    response.on('error', (err) => this.#log.debug({ err }, 'an answer could not be written'))
    const visitor = await this.#reception.receive(request, response, {
      methods: METHODS,
      connects: transport === 'sse',
    })
    if (visitor === null) return
    this.#refuseIf(this.#doorkeeper.judgeNow(visitor, false))
    const asked = await this.#read(transport, request)
    const { streams } = this.#serviceOf(visitor.access)
    const plan = await streams.plan(transport, asked, visitor.access)
    // Nothing is awaited from here on: all who waited together would else pass the limit together.
    const refused = this.#doorkeeper.judgeNow(visitor)
    if (isGone || refused !== null) {
      streams.discard(plan)
      this.#refuseIf(isGone ? null : refused)
      return
    }
    this.#doorkeeper.enter(visitor)
    response.once('close', () => this.#doorkeeper.leave(visitor))
    opened = open(plan, asked, visitor)
  }

  async #read(transport: StreamTransport, request: IncomingMessage): Promise<StreamRequest> {
    const asked =
      request.method === 'POST'
        ? streamBody(await readJsonText(request, this.#maxBodyBytes, () => this.#limits.reached('messageBytes')))
        : streamQuery(request.url ?? '')
    // An event source that comes back repeats its address, and says by this where it was.
    const lastEventId = transport === 'sse' ? request.headers['last-event-id'] : undefined
    return typeof lastEventId === 'string' && lastEventId !== '' ? { ...asked, cursor: lastEventId } : asked
  }

  #refuseIf(refused: Refusal | null): void {
    if (refused !== null) throw new Refused(refused)
  }
}
