import type { ClientMessage, ControlMessage, Rate, ServerMessage, WirePosition } from '@tickwall/protocol'
import type { FrameCodec } from '../../src/lanes/frame-codec.js'
import type { Session } from '../../src/session/session.js'
import { canonical, checkStart, takeNotice, type ConnectionOwner } from './connection-owner.js'
import type { FuzzGateway } from './fuzz-gateway.js'
import type { Delivered, FuzzTransport } from './fuzz-transport.js'
import { ReceivedFrames } from './received-frames.js'
import { SubscribedTopics } from './subscribed-topics.js'
import { hold } from './violation.js'
import type { Views } from './view.js'

type Of<Type extends ControlMessage['type']> = Extract<ControlMessage, { type: Type }>
type Request = Extract<ClientMessage, { type: 'subscribe' | 'unsubscribe' | 'rate' | 'ping' }>

/** One connection as its client sees it: checks that answers and notices are what the protocol promises. */
export class FuzzConnection {
  readonly gateway: FuzzGateway
  readonly session: Session
  readonly transport: FuzzTransport
  readonly #owner: ConnectionOwner
  readonly #topics = new SubscribedTopics()
  readonly #frames: ReceivedFrames
  readonly #pending: Request[] = []
  #requests = 0

  constructor(gateway: FuzzGateway, codec: FrameCodec, owner: ConnectionOwner) {
    this.gateway = gateway
    this.#owner = owner
    this.#frames = new ReceivedFrames(gateway, this.#topics, owner)
    const { session, transport } = gateway.connect(codec)
    this.session = session
    this.transport = transport
  }

  /** Canonical names. */
  get topics(): readonly string[] {
    return this.#topics.all.map(({ name }) => name)
  }
  /** Number of the newest frame. */
  get n(): number | null {
    return this.#frames.n
  }
  get isAnswered(): boolean {
    return this.#pending.length === 0
  }

  subscribe(topics: readonly string[], maxHz: Rate, resume: Readonly<Record<string, WirePosition>>): void {
    this.#request({ type: 'subscribe', id: ++this.#requests, topics, maxHz, resume })
  }
  unsubscribe(topics: readonly string[]): void {
    this.#request({ type: 'unsubscribe', id: ++this.#requests, topics })
  }
  rate(topics: readonly string[], maxHz: Rate): void {
    this.#request({ type: 'rate', id: ++this.#requests, topics, maxHz })
  }
  ping(): void {
    this.#request({ type: 'ping', id: ++this.#requests })
  }
  ack(): void {
    const { n } = this
    if (n !== null) this.session.receive(JSON.stringify({ type: 'ack', n } satisfies ClientMessage))
  }

  receive(delivered: readonly Delivered[]): void {
    for (const { message, views } of delivered) {
      this.#note(message)
      if (message.type === 'frame') this.#frames.take(message, views)
      else this.#control(message, views)
    }
  }

  /** Nothing is on the way any more. */
  checkEnd(): void {
    hold(this.isAnswered, 'MSG1', () => `${JSON.stringify(this.#pending)} got no answer`)
    const view = this.gateway.view()
    for (const { name, awaits } of this.#topics.all) {
      hold(awaits === null, 'POS2', () => `${name} still awaits its ${String(awaits)}`)
      this.#owner.held(name).checkEnd(view)
    }
  }

  #request(message: Request): void {
    this.#pending.push(message)
    const about = 'topics' in message ? message.topics.map(canonical) : []
    this.#owner.note(() => `> ${this.gateway.name} ${JSON.stringify(message)}`, about)
    this.session.receive(JSON.stringify(message))
  }

  #answered<Type extends Request['type']>(type: Type, id: unknown): Extract<Request, { type: Type }> {
    const request = this.#pending.shift()
    hold(
      request?.type === type && request.id === id,
      'MSG5',
      () => `${type} ${String(id)} answers ${JSON.stringify(request)}`,
    )
    return request as Extract<Request, { type: Type }>
  }

  /** A frame is told part by part, so that those of other topics can be left out. */
  #note(message: ServerMessage): void {
    const { name, refs } = this.gateway
    if (message.type !== 'frame') {
      if (message.type !== 'heartbeat') this.#owner.note(() => `< ${name} ${JSON.stringify(message)}`)
      return
    }
    const { n, prev, snapshots = [], deltas = [] } = message
    const head = `< ${name} frame ${String(n)}${prev === undefined ? '' : ` after ${String(prev)}`}:`
    const part = (ref: number, told: unknown): void => {
      const topic = refs.get(ref) ?? ''
      this.#owner.note(() => `${head} ${topic} ${JSON.stringify(told)}`, [topic])
    }
    for (const each of snapshots) part(each.ref, each)
    for (const each of deltas) part(each[0], each)
  }

  #control(message: ControlMessage, views: Views): void {
    switch (message.type) {
      case 'subscribed':
        return this.#accepted(message, views)
      case 'unsubscribed':
        return this.#left(message)
      case 'rated':
        return this.#rated(message)
      case 'pong':
        this.#answered('ping', message.id)
        return
      case 'notice':
        return takeNotice(message, this.#topics, this.#owner)
      case 'error':
        return hold(false, 'ERR1', () => `an error was answered: ${message.code} ${message.message}`)
      case 'hello':
      case 'heartbeat':
      case 'closing':
      case 'authenticated':
        return
    }
  }

  #accepted({ id, topics, rejected }: Of<'subscribed'>, views: Views): void {
    const request = this.#answered('subscribe', id)
    const named = new Set([...topics, ...rejected].map(({ topic }) => canonical(topic)))
    const asked = new Set(request.topics.map(canonical))
    hold(named.size === asked.size && [...asked].every((name) => named.has(name)), 'SUB1', () => JSON.stringify(topics))
    for (const { topic, ref, hz, start } of topics) {
      const name = canonical(topic)
      const { refs } = this.gateway
      hold((refs.get(ref) ?? name) === name, 'SUB9', () => `ref ${String(ref)} was ${String(refs.get(ref))}`)
      refs.set(ref, name)
      const position = request.resume?.[topic]
      checkStart(name, start, position, views)
      if (start === 'resume') this.#owner.tally.resumes++
      if (start === 'reset') this.#owner.tally.resets++
      const held = this.#owner.held(name)
      const isCrossed = start === 'resume' && !held.reaches(position as WirePosition)
      if (start !== 'resume') held.isVoid = true
      this.#topics.add({
        name,
        ref,
        hz,
        awaits: isCrossed ? 'answer' : start === 'resume' ? 'delta' : 'snapshot',
        base: start === 'resume' ? (position?.[1] ?? null) : null,
        shared: null,
      })
      // A snapshot crossed the request: what the server goes on from is no longer held.
      if (isCrossed) {
        this.#owner.tally.crossed++
        this.subscribe([name], hz, held.position === null ? {} : { [name]: held.position })
      }
    }
  }

  #left({ id, topics }: Of<'unsubscribed'>): void {
    this.#answered('unsubscribe', id)
    for (const name of topics.map(canonical)) this.#topics.remove(name)
  }

  #rated({ id, topics }: Of<'rated'>): void {
    this.#answered('rate', id)
    for (const { topic, hz } of topics) {
      const subscribed = this.#topics.get(canonical(topic))
      hold(subscribed !== undefined, 'RATE2', () => `${topic} is rated and not subscribed`)
      subscribed.hz = hz
      subscribed.shared = null
    }
  }
}
