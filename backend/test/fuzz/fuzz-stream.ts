import type {
  ControlMessage,
  FrameMessage,
  Rate,
  RejectedTopic,
  SubscribedTopic,
  WirePosition,
} from '@tickwall/protocol'
import type { EventStream, EventWire } from '../../src/stream/event-stream.js'
import type { FeedPlan } from '../../src/stream/plan-feed.js'
import type { Poll } from '../../src/stream/poll.js'
import type { StreamTransport } from '../../src/stream/streams.js'
import { canonical, checkStart, takeNotice, type ConnectionOwner } from './connection-owner.js'
import { FUZZ_LIMITS, type FuzzGateway } from './fuzz-gateway.js'
import { ReceivedFrames } from './received-frames.js'
import { SubscribedTopics } from './subscribed-topics.js'
import { hold, Violation } from './violation.js'
import type { View, Views } from './view.js'
import { TOPICS } from './world.js'

/** A cursor, the topics that it is about, and what its reader held of each when it came. */
export interface ReadCursor {
  readonly text: string
  readonly names: readonly string[]
  readonly positions: ReadonlyMap<string, WirePosition>
}

export interface StreamRequest {
  readonly topics: readonly string[]
  readonly maxHz: Rate
  readonly cursor: ReadCursor | null
  /** Of polls: how long each waits, ms. */
  readonly waitMs: number
  readonly resume: Readonly<Record<string, WirePosition>>
}

interface Subscribed {
  readonly type: 'subscribed'
  readonly topics: readonly SubscribedTopic[]
  readonly rejected: readonly RejectedTopic[]
}
type StreamMessage = Subscribed | FrameMessage | Exclude<ControlMessage, { type: 'subscribed' }>

/** Messages that arrive together, each with where the gateway may have stood for it, and the cursor behind them. */
interface Told {
  readonly parts: readonly (readonly [StreamMessage, Views])[]
  readonly cursor: string | null
}

interface PollBody {
  readonly subscribed: Subscribed
  readonly frame: FrameMessage | null
  readonly notices: readonly ControlMessage[]
  readonly cursor: string
}

/** One client without a session at one gateway, as it sees it: an event stream, or one poll after the other. */
export class FuzzStream implements EventWire {
  readonly gateway: FuzzGateway
  readonly faults: Violation[] = []
  unsentBytes = 0
  readonly #transport: StreamTransport
  readonly #owner: ConnectionOwner
  readonly #request: StreamRequest
  readonly #topics = new SubscribedTopics()
  readonly #frames: ReceivedFrames
  readonly #told: Told[] = []
  #cursor: ReadCursor | null
  /** That the request under way went out with; null = it gives positions. */
  #sent: ReadCursor | null = null
  #served: EventStream | Poll | null = null
  #isAsking = false
  /** Where the gateway stood when it decided how the topics of the latest request begin. */
  #begun: View = []
  #isJammed = false
  #state: 'open' | 'ended' | 'left' = 'open'

  constructor(transport: StreamTransport, gateway: FuzzGateway, request: StreamRequest, owner: ConnectionOwner) {
    this.gateway = gateway
    this.#transport = transport
    this.#owner = owner
    this.#request = request
    this.#cursor = request.cursor
    this.#frames = new ReceivedFrames(gateway, this.#topics, owner)
    this.#ask()
  }

  /** Canonical names. */
  get topics(): readonly string[] {
    return [...new Set(this.#request.topics.map(canonical))]
  }
  get cursor(): ReadCursor | null {
    return this.#cursor
  }
  /** The gateway has ended it, and all that came before was received. */
  get isOver(): boolean {
    return this.#state === 'ended' && this.#told.length === 0
  }

  /** Receives some of what is on the way; a poll that was answered is followed by another one. */
  receive(count: number): void {
    for (const { parts, cursor } of this.#told.splice(0, count)) {
      for (const [message, views] of parts) this.#take(message, views)
      if (cursor !== null) this.#cursor = { text: cursor, names: this.#names, positions: this.#positions() }
    }
    if (this.#transport === 'poll' && !this.#isAsking && this.#told.length === 0) this.#ask()
  }

  /** A response that has not begun has nothing unsent. */
  jam(unsentBytes: number): void {
    if (this.#served === null) return
    this.#isJammed = true
    this.unsentBytes = unsentBytes
  }

  drain(): void {
    this.#isJammed = false
    this.unsentBytes = 0
  }

  /** The client goes away. */
  leave(): void {
    this.#state = 'left'
    if (this.#served === null) return
    if ('abandon' in this.#served) this.#served.abandon()
    else this.#served.closed()
  }

  checkEnd(): void {
    const view = this.gateway.view()
    for (const { name, awaits } of this.#topics.all) {
      hold(awaits === null, 'POS2', () => `${name} still awaits its ${String(awaits)}`)
      this.#owner.held(name).checkEnd(view)
    }
  }

  write(bytes: Buffer): void {
    const event = new Map(
      bytes
        .toString()
        .trimEnd()
        .split('\n')
        .map((line): [string, string] => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
    )
    const message = JSON.parse(event.get('data') ?? '') as StreamMessage
    const isFrame = message.type === 'frame'
    if (event.get('event') !== message.type) this.faults.push(new Violation('SSE1', `an event is no ${message.type}`))
    if (isFrame && this.unsentBytes > FUZZ_LIMITS.unsentBytes)
      this.faults.push(new Violation('CFL7', 'a congested stream was written to'))
    if (this.#isJammed) this.unsentBytes += bytes.length
    const views = isFrame ? this.gateway.viewsOf(message) : [this.gateway.view()]
    this.#told.push({ parts: [[message, views]], cursor: event.get('id') ?? null })
  }
  end(): void {
    if (this.#state === 'open') this.#state = 'ended'
  }
  destroy(): void {
    this.#told.length = 0
    this.end()
  }

  #ask(): void {
    const { topics, maxHz, resume } = this.#request
    this.#isAsking = true
    this.#sent = this.#cursor
    const request = { topics, maxHz, cursor: this.#sent?.text ?? null, resume }
    this.#owner.note(
      () => `> ${this.gateway.name} ${this.#transport} ${JSON.stringify({ ...request, at: this.#sentPositions() })}`,
      this.topics,
    )
    const positions = topics.map((topic) => {
      const [epoch, offset] = resume[topic] ?? []
      return epoch === undefined || offset === undefined ? null : { epoch, offset }
    })
    const plan = this.gateway.streams.plan(this.#transport, { ...request, resume: positions })
    if (plan instanceof Promise) void plan.then((ready) => this.#open(ready))
    else this.#open(plan)
  }

  #open(plan: FeedPlan): void {
    const { streams } = this.gateway
    this.#begun = this.gateway.view()
    if (this.#state !== 'open') streams.discard(plan)
    else if (this.#transport === 'sse') this.#served = streams.events(plan, this)
    else this.#served = streams.poll(plan, this.#request.waitMs, (body) => this.#answered(body))
  }

  #answered(body: Buffer): void {
    this.#isAsking = false
    const { subscribed, frame, notices, cursor } = JSON.parse(body.toString()) as PollBody
    const parts: [StreamMessage, Views][] = [[subscribed, [this.#begun]]]
    for (const notice of notices) parts.push([notice as StreamMessage, []])
    if (frame !== null) parts.push([frame, this.gateway.viewsOf(frame)])
    this.#told.push({ parts, cursor })
    this.#owner.tally.polls++
  }

  #take(message: StreamMessage, views: Views): void {
    switch (message.type) {
      case 'subscribed':
        return this.#accepted(message, views)
      case 'frame':
        this.#noteFrame(message)
        return this.#frames.take(message, views)
      case 'notice':
        this.#owner.note(() => `< ${this.gateway.name} ${JSON.stringify(message)}`)
        return takeNotice(message, this.#topics, this.#owner)
    }
  }

  #accepted(message: Subscribed, views: Views): void {
    const { topics, rejected } = message
    this.#owner.note(() => `< ${this.gateway.name} ${JSON.stringify(message)}`)
    const named = new Set([...topics, ...rejected].map(({ topic }) => canonical(topic)))
    const asked = this.topics
    hold(named.size === asked.length && asked.every((name) => named.has(name)), 'STR1', () => JSON.stringify(message))
    const given = this.#sentPositions()
    for (const { topic, ref, hz, start } of topics) {
      hold(this.#request.topics[ref] === topic, 'STR3', () => `${topic} has the ref ${String(ref)}`)
      const name = canonical(topic)
      const position = given[name]
      checkStart(name, start, position, views)
      const held = this.#owner.held(name)
      if (start === 'resume') {
        // What is void stays so unless a gateway goes on from before it was.
        held.isVoid = false
        this.#owner.tally.resumes++
      } else held.isVoid = true
      if (start === 'reset') this.#owner.tally.resets++
      // A poll with a cursor of this gateway is told of changes only [CUR3]; no records are known by no delta.
      const isTold = this.#transport === 'sse' && position?.[0] !== ''
      this.#topics.add({
        name,
        ref,
        hz,
        awaits: start !== 'resume' ? 'snapshot' : isTold ? 'delta' : null,
        base: start === 'resume' ? (position?.[1] ?? null) : null,
        shared: null,
      })
    }
  }

  /** Its well-formed topics: what its cursors are about. */
  get #names(): readonly string[] {
    return this.topics.filter((name) => TOPICS.includes(name)).sort()
  }

  /** Where the request under way said that its reader stands. */
  #sentPositions(): Readonly<Record<string, WirePosition>> {
    const isAboutThese = this.#sent?.names.join() === this.#names.join()
    if (this.#sent !== null && isAboutThese) return Object.fromEntries(this.#sent.positions)
    const { resume } = this.#request
    return Object.fromEntries(Object.entries(resume).map(([spelling, position]) => [canonical(spelling), position]))
  }

  /** Where it was brought to, which is before what it holds where it went on from a cursor of the past. */
  #positions(): Map<string, WirePosition> {
    const positions = new Map<string, WirePosition>()
    for (const { name, awaits, base } of this.#topics.all) {
      const { epoch, offset } = this.#owner.held(name).received
      if (awaits !== 'snapshot') positions.set(name, [epoch, base ?? this.#frames.offsetOf(name) ?? offset])
    }
    return positions
  }

  #noteFrame({ n, snapshots = [], deltas = [] }: FrameMessage): void {
    const part = (ref: number, told: unknown): void => {
      const name = this.#topics.find(ref)?.name ?? ''
      this.#owner.note(() => `< ${this.gateway.name} frame ${String(n)}: ${name} ${JSON.stringify(told)}`, [name])
    }
    for (const each of snapshots) part(each.ref, each)
    for (const each of deltas) part(each[0], each)
  }
}
