import type { Rate, WirePosition } from '@tickwall/protocol'
import { binaryCodec } from '../../src/lanes/binary-codec.js'
import { jsonCodec } from '../../src/lanes/frame-codec.js'
import type { Die } from './die.js'
import { FUZZ_LIMITS, type FuzzGateway } from './fuzz-gateway.js'
import { FuzzConnection, type ConnectionOwner } from './fuzz-connection.js'
import type { Delivered } from './fuzz-transport.js'
import { HeldState } from './held-state.js'
import type { Oracle } from './oracle.js'
import type { Tally } from './tally.js'
import { TOPICS, type World } from './world.js'

const RATES: readonly Rate[] = [20, 10, 5, 2, 1, 0.2, 'raw', 'raw', 7, 1000, 0.01]

/** Sets that several clients hold at the same rate, so that they share frames. */
const PORTFOLIOS: readonly { readonly topics: readonly string[]; readonly maxHz: Rate }[] = [
  { topics: ['quote/x:A', 'trades/x:A'], maxHz: 10 },
  { topics: ['quote/x:A', 'quote/x:B', 'bars/x:B/1m'], maxHz: 'raw' },
  { topics: ['metric/web-1/cpu', 'trades/x:B'], maxHz: 20 },
  { topics: ['quote/x:C', 'bars/x:C/1d', 'metric/web-2/cpu'], maxHz: 5 },
]

/** What happens to messages between a gateway's transport and the client of this place. */
export type Wire = (delivered: Delivered[], place: number) => Delivered[]

/** A client that holds what it received over all its connections, and comes back with its positions. */
export class FuzzClient implements ConnectionOwner {
  readonly name: string
  readonly tally: Tally
  /** `never`: judged by its socket alone; `prompt`: with all that it receives; `lazy`: now and then. */
  readonly #acks: 'never' | 'prompt' | 'lazy'
  readonly #die: Die
  readonly #world: World
  readonly #oracle: Oracle
  readonly #held = new Map<string, HeldState>()
  #connection: FuzzConnection | null = null
  /** Topics of the connection that ended. */
  #wanted: readonly string[] = []
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

  get connection(): FuzzConnection | null {
    return this.#connection
  }

  /** Any one thing that a client may do. */
  act(gateways: readonly FuzzGateway[]): void {
    const die = this.#die
    const connection = this.#connection
    if (connection === null) return this.connect(die.pick(gateways))
    switch (
      die.weighted({
        portfolio: 18,
        subscribe: 25,
        unsubscribe: 12,
        rate: 14,
        jam: 10,
        drain: 12,
        cut: 7,
        ack: 5,
        ping: 2,
        mark: 8,
      })
    ) {
      case 'portfolio':
        return this.#hold(connection, die.pick(PORTFOLIOS))
      case 'subscribe':
        return this.#subscribe(connection, this.#someTopics(), die.pick(RATES))
      case 'unsubscribe':
        return connection.unsubscribe(this.#someTopics())
      case 'rate':
        return connection.rate(this.#someTopics(), die.pick(RATES))
      case 'jam':
        this.note(() => 'stops reading')
        return connection.transport.jam(die.pick([0, 1000, FUZZ_LIMITS.unsentBytes + 1]))
      case 'drain':
        this.note(() => 'reads again')
        return connection.transport.drain()
      case 'cut':
        return die.chance(0.6) ? this.connect(die.pick(gateways)) : this.cut()
      case 'ack':
        return connection.ack()
      case 'ping':
        return connection.ping()
      case 'mark':
        for (const held of this.#held.values()) held.past = held.position
    }
  }

  /** Connects and takes up again what it was subscribed to. */
  connect(gateway: FuzzGateway): void {
    this.cut()
    const codec = this.#die.chance(0.4) ? binaryCodec : jsonCodec
    this.note(() => `connects to ${gateway.name}, frames in ${codec.name}`)
    this.tally[codec.name]++
    this.#connection = new FuzzConnection(gateway, codec, this)
    if (this.#wanted.length > 0) this.#subscribe(this.#connection, this.#wanted, this.#die.pick(RATES))
    else this.#hold(this.#connection, this.#die.pick(PORTFOLIOS))
  }

  /** Receives some of what is on the way, or all of it. */
  receive(count: number, wire: (delivered: Delivered[]) => Delivered[] = (delivered) => delivered): void {
    const connection = this.#connection
    if (connection === null) return
    connection.receive(wire(connection.transport.receive(count)))
    connection.session.heard()
    if (this.#isAcking()) connection.ack()
    if (connection.transport.closedFor !== null) {
      this.tally.ended++
      this.cut()
    }
  }

  /** The connection ends; what is on the way is lost. */
  cut(): void {
    const connection = this.#connection
    if (connection === null) return
    this.note(() => 'is cut off')
    this.#wanted = connection.topics
    connection.gateway.sessions.closed(connection.session, 1006)
    this.#connection = null
  }

  /** Stays, and wants these topics besides what it has; `isAnew`: on a new connection, on which nothing is slowed down. */
  settle(gateway: FuzzGateway, topics: readonly string[], isAnew: boolean): void {
    this.#isSettled = true
    if (this.#connection === null || isAnew) this.connect(gateway)
    const connection = this.#connection
    if (connection === null) return
    connection.transport.drain()
    const others = connection.topics.filter((name) => !topics.includes(name))
    const excess = others.slice(FUZZ_LIMITS.topics - topics.length)
    if (excess.length > 0) connection.unsubscribe(excess)
    this.#subscribe(connection, topics, 20)
  }

  checkEnd(): void {
    this.note(() => 'is asked what it holds')
    this.#connection?.checkEnd()
  }

  #isAcking(): boolean {
    if (this.#acks === 'never') return false
    return this.#acks === 'prompt' || this.#isSettled || this.#die.chance(0.2)
  }

  note(what: () => string, about?: readonly string[]): void {
    this.#world.journal.note(this.name, what, about)
  }

  /** These topics and no others. */
  #hold(connection: FuzzConnection, { topics, maxHz }: (typeof PORTFOLIOS)[number]): void {
    const others = connection.topics.filter((name) => !topics.includes(name))
    if (others.length > 0) connection.unsubscribe(others)
    this.#subscribe(connection, topics, maxHz)
  }

  #subscribe(connection: FuzzConnection, names: readonly string[], maxHz: Rate): void {
    if (names.length === 0) return
    const die = this.#die
    const resume: Record<string, WirePosition> = {}
    const spellings = names.map((name) => (die.chance(0.1) ? name.replace(':', '%3A') : name))
    const isResuming = die.chance(0.8)
    for (const spelling of spellings) {
      const position = isResuming ? this.#position(spelling.replace('%3A', ':')) : null
      if (position !== null) resume[spelling] = position
    }
    if (die.chance(0.1)) spellings.push(die.pick(spellings))
    if (die.chance(0.05)) spellings.push(die.pick(['quote/', 'bars/x:A/3m', 'book/x:A']))
    connection.subscribe(spellings, maxHz, resume)
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

  held(name: string): HeldState {
    let held = this.#held.get(name)
    if (held === undefined) this.#held.set(name, (held = new HeldState(name, this.#world, this.#oracle)))
    return held
  }
}
