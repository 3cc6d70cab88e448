import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { All, Controller, Inject, Req, Res } from '@nestjs/common'
import type { SysName } from '@tickwall/protocol'
import { networkOf } from '../guard/network.js'
import type { Log } from '../observe/log.js'
import type { Measures } from '../observe/measures.js'
import type { ControlRoom } from '../sys/control-room.js'
import { readAnnouncement, readCommand, readHealth, type Read } from '../sys/read-published.js'
import type { Doorkeeper, Visitor } from './doorkeeper.js'
import { mayPublish } from './may-publish.js'
import { PART } from './parts.js'
import { Query } from './query.js'
import { answerJson, Reception } from './reception.js'
import { comeBack, refusal, Refused } from './refusal.js'
import { readJsonText } from './request-body.js'

/** Longest body; the longest that is valid has a quarter of it. */
const MAX_BODY_BYTES = 8192
const ID_BYTES = 8
/** Of a screen that reports too often, seconds. */
const COME_BACK_SECONDS = 2

const WRITE = { methods: ['POST'], connects: false } as const
const WRITE_OR_WITHDRAW = { methods: ['POST', 'DELETE'], connects: false } as const

const newId = (): string => randomBytes(ID_BYTES).toString('hex')

/** What a body says; throws a Refused where it cannot be understood. */
function understood<Value>(read: Read<Value>): { readonly id: string; readonly value: Value } {
  if (!read.ok) throw new Refused(refusal('badRequest', read.message))
  return { id: read.id ?? newId(), value: read.value }
}

/** What an operator tells screens and has them do, and what screens tell of themselves. */
@Controller('api')
export class ControlRoomController {
  readonly #room: ControlRoom
  readonly #reception: Reception
  readonly #doorkeeper: Doorkeeper
  readonly #measures: Measures
  readonly #log: Log

  constructor(
    @Inject(PART.room) room: ControlRoom,
    @Inject(Reception) reception: Reception,
    @Inject(PART.doorkeeper) doorkeeper: Doorkeeper,
    @Inject(PART.measures) measures: Measures,
    @Inject(PART.log) log: Log,
  ) {
    this.#room = room
    this.#reception = reception
    this.#doorkeeper = doorkeeper
    this.#measures = measures
    this.#log = log
  }

  @All('announcements')
  async announce(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    const visitor = await this.#operator(request, response, 'announcements')
    if (visitor === null) return
    if (request.method === 'DELETE') {
      const id = new Query(request.url ?? '').text('id')
      if (!this.#room.announcements.remove(id, Date.now()))
        throw new Refused(refusal('notFound', 'there is no such announcement'))
      answerJson(response, JSON.stringify({ id }))
      return
    }
    const { id, value } = understood(readAnnouncement(await this.#body(request), Date.now()))
    this.#room.announcements.put(id, value, value.until, value.at)
    this.#measures.announcements.add(value.severity)
    this.#published(visitor, { announcement: id, severity: value.severity }, 'an announcement was published')
    answerJson(response, JSON.stringify({ id, at: value.at, until: value.until }))
  }

  @All('commands')
  async command(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    const visitor = await this.#operator(request, response, 'commands')
    if (visitor === null) return
    const { id, value } = understood(readCommand(await this.#body(request), Date.now()))
    this.#room.commands.put(id, value, value.until, value.at)
    this.#measures.screenCommands.add(value.command)
    this.#published(visitor, { command: id, name: value.command }, 'a command for screens was published')
    answerJson(response, JSON.stringify({ id, at: value.at, until: value.until }))
  }

  @All('screens')
  async report(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    const visitor = await this.#reception.receive(request, response, WRITE)
    if (visitor === null) return
    const monotonicMs = performance.now()
    const tooOften = new Refused(comeBack('tooManyRequests', COME_BACK_SECONDS, 'screens report too often'))
    if (!this.#room.screens.mayReport(networkOf(visitor.address), monotonicMs)) throw tooOften
    const { id, value } = understood(readHealth(await this.#body(request)))
    const outcome = this.#room.screens.report(id, value, Date.now(), monotonicMs)
    if (outcome === 'tooOften') throw tooOften
    if (outcome === 'tooMany') throw new Refused(comeBack('tooManyRequests', COME_BACK_SECONDS, 'too many screens'))
    this.#measures.screenReports.add()
    if (value.paint !== null) this.#measures.screenPaint.observe(value.paint.p95Ms / 1000)
    answerJson(response, '{}')
  }

  /** Who asks, if it may publish; null where it was only asked whether it may be asked. */
  async #operator(request: IncomingMessage, response: ServerResponse, name: SysName): Promise<Visitor | null> {
    const allowed = name === 'announcements' ? WRITE_OR_WITHDRAW : WRITE
    const visitor = await this.#reception.receive(request, response, allowed)
    if (visitor === null) return null
    const asksForTokens = this.#doorkeeper.readToken !== null
    if (mayPublish(visitor.access, asksForTokens, request, name)) return visitor
    const why = asksForTokens ? 'the token does not allow it' : 'without tokens only this machine itself may'
    throw new Refused(refusal('forbidden', why))
  }

  #body(request: IncomingMessage): Promise<string> {
    return readJsonText(request, MAX_BODY_BYTES, () => true)
  }

  #published({ access, address }: Visitor, fields: object, message: string): void {
    this.#log.info({ ...fields, user: access.user, address }, message)
  }
}
