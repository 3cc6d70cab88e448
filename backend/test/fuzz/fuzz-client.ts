import type { Rate, WirePosition } from '@tickwall/protocol'
import { binaryCodec } from '../../src/lanes/binary-codec.js'
import { jsonCodec } from '../../src/lanes/frame-codec.js'
import { canonical, type ConnectionOwner } from './connection-owner.js'
import type { Die } from './die.js'
import { FuzzConnection } from './fuzz-connection.js'
import { FUZZ_LIMITS, type FuzzGateway } from './fuzz-gateway.js'
import { FuzzStream, type ReadCursor } from './fuzz-stream.js'
import type { Delivered } from './fuzz-transport.js'
import { HeldState } from './held-state.js'
import type { Oracle } from './oracle.js'
import type { Tally } from './tally.js'
import type { Violation } from './violation.js'
import { PORTFOLIOS, RATES, WAITS_MS, type Portfolio } from './wishes.js'
import { TOPICS, type World } from './world.js'

/** What happens to messages between a gateway's transport and the client of this place. */
export type Wire = (delivered: Delivered[], place: number) => Delivered[]

type ClientTransport = 'json' | 'binary' | 'sse' | 'poll'

/** A client that holds what it received over all its connections, of whatever kind, and comes back with its positions. */
export class FuzzClient implements ConnectionOwner {
  readonly name: string
  readonly tally: Tally
  /** `never`: judged by its socket alone; `prompt`: with all that it receives; `lazy`: now and then. */
  readonly #acks: 'never' | 'prompt' | 'lazy'
  readonly #die: Die
  readonly #world: World
  readonly #oracle: Oracle
  readonly #held = new Map<string, HeldState>()
  #line: FuzzConnection | FuzzStream | null = null
  /** Topics of the connection that ended, and the cursor if it was a stream. */
  #wanted: readonly string[] = []
  #cursor: ReadCursor | null = null
  #pastCursor: ReadCursor | null = null
  /** Since it has settled it acknowledges all that it receives, if it acknowledges at all. */
  #isSettled = false

  constructor(name: string, die: Die, world: World, oracle: Oracle, tally: Tally) {
    this.name = name
    this.#die = die
    this.#world = world
    this.#oracle = oracle
    this.tally = tally
    this.#acks = die.pick(['never', 'prompt', 'lazy'])
  }

  get gateway(): FuzzGateway | null {
    return this.#line?.gateway ?? null
  }
  /** The first thing that its gateway should not have written. */
  get fault(): Violation | undefined {
    return this.#line instanceof FuzzConnection ? this.#line.transport.faults[0] : this.#line?.faults[0]
  }

  /** Any one thing that a client may do. */
  act(gateways: readonly FuzzGateway[]): void {
    const line = this.#line
    if (line === null) this.connect(this.#die.pick(gateways))
    else if (line instanceof FuzzConnection) this.#actOn(line, gateways)
    else this.#actOnStream(line, gateways)
  }

  #actOn(connection: FuzzConnection, gateways: readonly FuzzGateway[]): void {
    const die = this.#die
    const acts = { portfolio: 18, subscribe: 25, unsubscribe: 12, rate: 14, ack: 5, ping: 2 }
    switch (die.weighted({ ...acts, jam: 10, drain: 12, cut: 9, mark: 8 })) {
      case 'portfolio':
        return this.#hold(connection, die.pick(PORTFOLIOS))
      case 'subscribe':
        return this.#subscribe(connection, this.#someTopics(), die.pick(RATES))
      case 'unsubscribe':
        return connection.unsubscribe(this.#someTopics())
      case 'rate':
        return connection.rate(this.#someTopics(), die.pick(RATES))
      case 'ack':
        return connection.ack()
      case 'ping':
        return connection.ping()
      case 'jam':
        this.note(() => 'stops reading')
        return connection.transport.jam(die.pick([0, 1000, FUZZ_LIMITS.unsentBytes + 1]))
      case 'drain':
        this.note(() => 'reads again')
        return connection.transport.drain()
      case 'cut':
        return this.#move(gateways)
      case 'mark':
        for (const held of this.#held.values()) held.past = held.position
    }
  }

  #actOnStream(stream: FuzzStream, gateways: readonly FuzzGateway[]): void {
    const die = this.#die
    switch (die.weighted({ jam: 10, drain: 15, cut: 12, mark: 15 })) {
      case 'jam':
        this.note(() => 'stops reading')
        return stream.jam(die.pick([0, 1000, FUZZ_LIMITS.unsentBytes + 1]))
      case 'drain':
        this.note(() => 'reads again')
        return stream.drain()
      case 'cut':
        return this.#move(gateways)
      case 'mark':
        this.#pastCursor = stream.cursor
    }
  }

  /** Is cut off, and mostly comes back at once. */
  #move(gateways: readonly FuzzGateway[]): void {
    if (this.#die.chance(0.7)) this.connect(this.#die.pick(gateways))
    else this.cut()
  }

  /** Connects and takes up again what it was subscribed to. */
  connect(gateway: FuzzGateway, transport: ClientTransport = this.#someTransport()): void {
    this.cut()
    this.note(() => `connects to ${gateway.name} by ${transport}`)
    this.tally[transport]++
    if (transport === 'sse' || transport === 'poll') {
      this.#line = this.#stream(gateway, transport)
      return
    }
    const connection = new FuzzConnection(gateway, transport === 'json' ? jsonCodec : binaryCodec, this)
    this.#line = connection
    if (this.#wanted.length > 0) this.#subscribe(connection, this.#wanted, this.#die.pick(RATES))
    else this.#hold(connection, this.#die.pick(PORTFOLIOS))
  }

  /** Receives some of what is on the way, or all of it. */
  receive(count: number, wire: (delivered: Delivered[]) => Delivered[] = (delivered) => delivered): void {
    const line = this.#line
    if (line === null) return
    let isEnded: boolean
    if (line instanceof FuzzConnection) {
      line.receive(wire(line.transport.receive(count)))
      line.session.heard()
      if (this.#isAcking()) line.ack()
      isEnded = line.transport.closedFor !== null
    } else {
      line.receive(count)
      isEnded = line.isOver
    }
    if (!isEnded) return
    this.tally.ended++
    this.cut()
  }

  /** The connection ends; what is on the way is lost. */
  cut(): void {
    const line = this.#line
    if (line === null) return
    this.note(() => 'is cut off')
    this.#wanted = line.topics
    this.#cursor = null
    this.#line = null
    if (line instanceof FuzzConnection) line.gateway.sessions.closed(line.session, 1006)
    else {
      this.#cursor = line.cursor
      line.leave()
    }
  }

  /** Stays, and wants these topics besides what it has; `isAnew`: by a new WebSocket, on which nothing is slowed down. */
  settle(gateway: FuzzGateway, topics: readonly string[], isAnew: boolean): void {
    this.#isSettled = true
    const others = (this.#line?.topics ?? this.#wanted).filter((name) => !topics.includes(name))
    const room = FUZZ_LIMITS.topics - topics.length
    if (isAnew || !(this.#line instanceof FuzzConnection)) {
      this.cut()
      this.#wanted = [...others.slice(0, room), ...topics]
      this.connect(gateway, isAnew ? 'json' : this.#someTransport())
    }
    if (!(this.#line instanceof FuzzConnection)) return
    const connection = this.#line
    connection.transport.drain()
    const excess = others.slice(room)
    if (excess.length > 0) connection.unsubscribe(excess)
    this.#subscribe(connection, topics, 20)
  }

  checkEnd(): void {
    this.note(() => 'is asked what it holds')
    this.#line?.checkEnd()
  }

  #isAcking(): boolean {
    if (this.#acks === 'never') return false
    return this.#acks === 'prompt' || this.#isSettled || this.#die.chance(0.2)
  }

  note(what: () => string, about?: readonly string[]): void {
    this.#world.journal.note(this.name, what, about)
  }

  held(name: string): HeldState {
    let held = this.#held.get(name)
    if (held === undefined) this.#held.set(name, (held = new HeldState(name, this.#world, this.#oracle)))
    return held
  }

  /** These topics and no others. */
  #hold(connection: FuzzConnection, { topics, maxHz }: Portfolio): void {
    const others = connection.topics.filter((name) => !topics.includes(name))
    if (others.length > 0) connection.unsubscribe(others)
    this.#subscribe(connection, topics, maxHz)
  }

  #subscribe(connection: FuzzConnection, names: readonly string[], maxHz: Rate): void {
    if (names.length === 0) return
    const spellings = this.#spelled(names)
    const resume = this.#die.chance(0.8) ? this.#positions(spellings) : {}
    connection.subscribe(spellings, maxHz, resume)
  }

  #stream(gateway: FuzzGateway, transport: 'sse' | 'poll'): FuzzStream {
    const die = this.#die
    const names = this.#wanted.length > 0 && die.chance(0.9) ? this.#wanted : die.pick(PORTFOLIOS).topics
    const topics = this.#spelled(names)
    const cursor = die.chance(0.8) ? this.#someCursor() : null
    if (cursor !== null) this.tally.cursors++
    const resume = die.chance(0.8) ? this.#positions(topics) : {}
    const request = { topics, maxHz: die.pick(RATES), cursor, waitMs: die.pick(WAITS_MS), resume }
    return new FuzzStream(transport, gateway, request, this)
  }

  /** Where its last stream left it, now and then where it stood before; null unless all of that is still held. */
  #someCursor(): ReadCursor | null {
    const cursor = this.#die.chance(0.3) ? (this.#pastCursor ?? this.#cursor) : this.#cursor
    if (cursor === null) return null
    const isHeld = [...cursor.positions].every(([name, position]) => this.held(name).reaches(position))
    return isHeld ? cursor : null
  }

  /** In some spelling, maybe twice, maybe with one that is none. */
  #spelled(names: readonly string[]): string[] {
    const die = this.#die
    const spellings = names.map((name) => (die.chance(0.1) ? name.replace(':', '%3A') : name))
    if (die.chance(0.1)) spellings.push(die.pick(spellings))
    if (die.chance(0.05)) spellings.push(die.pick(['quote/', 'bars/x:A/3m', 'book/x:A']))
    return spellings
  }

  #positions(spellings: readonly string[]): Record<string, WirePosition> {
    const positions: Record<string, WirePosition> = {}
    for (const spelling of spellings) {
      const position = this.#position(canonical(spelling))
      if (position !== null) positions[spelling] = position
    }
    return positions
  }

  /** Where it stands, now and then where it stood before: a delta may overlap what is held [FRM6]. */
  #position(name: string): WirePosition | null {
    const held = this.#held.get(name)
    const position = held?.position ?? null
    const past = held?.past ?? null
    const isPast = position !== null && past !== null && past[0] === position[0] && this.#die.chance(0.3)
    return isPast ? past : position
  }

  #someTopics(): string[] {
    return [...new Set(Array.from({ length: 1 + this.#die.below(4) }, () => this.#die.pick(TOPICS)))]
  }

  #someTransport(): ClientTransport {
    return this.#die.weighted({ json: 45, binary: 25, sse: 15, poll: 15 })
  }
}
