import { Die } from './die.js'
import type { Plant } from './counted-market.js'
import { FuzzClient, type Wire } from './fuzz-client.js'
import { FuzzGateway } from './fuzz-gateway.js'
import type { FuzzLog } from './fuzz-log.js'
import { Journal } from './journal.js'
import { Oracle } from './oracle.js'
import { newTally, type Tally } from './tally.js'
import { hold } from './violation.js'
import { TOPICS, World, type Climate } from './world.js'

const STORM_STEPS = 600
/** How often each thing happens in a storm. */
const STORM = {
  write: 60,
  read: 200,
  time: 110,
  turn: 90,
  stall: 10,
  act: 150,
  receive: 180,
  answer: 50,
  recreate: 0.6,
  truncate: 2,
  restart: 1.5,
}
const STILL_STEPS = 20
/** Until then what was asked for is on its way. */
const SETTLING_STEPS = 5
/** Longer than the slowest rate's interval and the time after which a client learns that it is ahead. */
const QUIET_MS = 12_000

/** What every client holds in the end, besides what it happens to hold. */
const SETTLED = ['trades/x:A', 'quote/x:A']

export interface HistoryOptions {
  /** What happens to the messages of the first two clients in the still time, once they are settled. */
  readonly wire?: Wire
  /** A fault that every gateway has. */
  readonly plant?: Plant
  /** Whether a trace will be asked for; default false. */
  readonly isTold?: boolean
}

/**
 * One seeded history: a storm of everything that may happen, a still time in which the market goes on and nobody comes
 * or goes, then quiet, in which every client has to hold the fold of the log; then the end, after which nothing is held.
 */
export class History {
  readonly #die: Die
  readonly #world: World
  readonly #oracle: Oracle
  readonly #gateways: FuzzGateway[] = []
  readonly #clients: readonly FuzzClient[]
  readonly #wire: Wire | undefined
  readonly #plant: Plant | undefined
  readonly lived = newTally()
  readonly #journal: Journal
  #processes = 0

  constructor(seed: number, { wire, plant, isTold = false }: HistoryOptions = {}) {
    const die = new Die(seed)
    this.#die = die
    this.#wire = wire
    this.#plant = plant
    this.#journal = new Journal(isTold)
    this.#world = new World(die, this.#journal)
    this.#oracle = new Oracle(this.#world.climate.sessionStartMs)
    this.#clients = Array.from(
      { length: 3 + die.below(3) },
      (_, i) => new FuzzClient(`client ${String(i + 1)}`, die, this.#world, this.#oracle, this.lived),
    )
    this.#world.append(die.below(60))
    for (let i = die.chance(0.8) ? 2 : 1; i > 0; i--) this.#gateways.push(this.#start())
  }

  get climate(): Climate {
    return this.#world.climate
  }

  /** Rejects with the first Violation. */
  async run(): Promise<Tally> {
    try {
      for (; this.#journal.step < STORM_STEPS; this.#journal.step++) {
        if (this.#journal.step === STORM_STEPS / 2) this.#world.move()
        await this.#storm()
        this.#checkTransports()
      }
      await this.#still()
      await this.#quiet()
      await this.#end()
    } catch (error) {
      if (error instanceof Error) error.message += `\n(step ${String(this.#journal.step)})`
      throw error
    }
    return this.lived
  }

  /** The way to a failure, as lines. */
  trace(message: string, lines: number): string[] {
    return this.#journal.trace(message, TOPICS, lines)
  }

  /** One thing that may happen at any time. */
  async #storm(): Promise<void> {
    const die = this.#die
    const gateway = die.pick(this.#gateways)
    const client = die.pick(this.#clients)
    switch (die.weighted(STORM)) {
      case 'write':
        return this.#world.append(1 + die.below(6))
      case 'read':
        return gateway.reader.follow()
      case 'time':
        // What a flush has yet to write is written now, or waits for the next turn while other things happen.
        return die.chance(0.3)
          ? gateway.clock.advance(die.pick([10, 50, 100, 250, 1000]))
          : gateway.clock.tick(die.pick([10, 50, 100, 400, 1000]))
      case 'turn':
        return gateway.clock.endTurn()
      case 'stall':
        return gateway.clock.block(die.pick([20, 60, 400]))
      case 'act':
        return client.act(this.#gateways)
      case 'receive':
        return client.receive(die.chance(0.7) ? Infinity : die.below(4))
      case 'answer':
        return gateway.reader.answer(die.chance(0.8))
      case 'recreate':
        return this.#world.recreate(die.pick(['ticks', 'metrics']))
      case 'truncate':
        return this.#world.truncate(die.pick(this.#world.logs), 1 + die.below(20))
      case 'restart':
        return this.#restart(die.below(this.#gateways.length))
    }
  }

  /** The market goes on while every client listens, and nobody comes or goes. */
  async #still(): Promise<void> {
    const die = this.#die
    this.#catchUp()
    this.#clients.forEach((client, place) => {
      client.receive(Infinity)
      client.settle(die.pick(this.#gateways), SETTLED, place < 2 && this.#wire !== undefined)
    })
    const isQuietElsewhere = die.chance(0.5)
    for (let i = 0; i < STILL_STEPS; i++, this.#journal.step++) {
      if (!isQuietElsewhere) this.#world.append(3)
      this.#world.append(2, 'x:A')
      for (const gateway of this.#gateways) {
        for (const log of this.#world.logs) this.#readOn(gateway, log, die.below(12))
        await gateway.reader.answer(true)
        gateway.clock.advance(100)
      }
      const wire = i >= SETTLING_STEPS ? this.#wire : undefined
      this.#clients.forEach((client, place) =>
        client.receive(Infinity, wire === undefined || place > 1 ? undefined : (delivered) => wire(delivered, place)),
      )
      this.#checkTransports()
    }
  }

  async #quiet(): Promise<void> {
    this.#catchUp()
    for (let passedMs = 0; passedMs < QUIET_MS; passedMs += 500, this.#journal.step++) {
      for (const gateway of this.#gateways) {
        await gateway.reader.answer(true)
        gateway.clock.advance(500)
      }
      for (const client of this.#clients) client.receive(Infinity)
      this.#checkTransports()
    }
    for (const client of this.#clients) client.checkEnd()
  }

  async #end(): Promise<void> {
    for (const client of this.#clients) client.cut()
    for (const gateway of this.#gateways) await this.#stop(gateway)
  }

  /** Every gateway reads all there is. */
  #catchUp(): void {
    for (const gateway of this.#gateways) {
      for (let round = 0; !gateway.reader.isCaughtUp; round++) {
        hold(round < 1000, 'POS5', () => `${gateway.name} never catches up`)
        for (const log of this.#world.logs) this.#readOn(gateway, log, Infinity)
      }
    }
  }

  #start(): FuzzGateway {
    return new FuzzGateway(`gw-${String(++this.#processes)}`, this.#world, this.#die, this.#plant)
  }

  async #stop(gateway: FuzzGateway): Promise<void> {
    // Who waits for the brokers holds its topics until they answer, or do not.
    await gateway.reader.answer(false)
    gateway.checkNoLeak()
    gateway.stop()
    this.lived.skipped += gateway.counts.skipped
    this.lived.caughtUp += gateway.counts.caughtUp
    this.lived.pauses += gateway.flushes.pauses
  }

  /** A process ends and another one begins in its place. */
  async #restart(place: number): Promise<void> {
    const gateway = this.#gateways[place] as FuzzGateway
    for (const client of this.#clients) if (client.gateway === gateway) client.cut()
    await this.#stop(gateway)
    this.#gateways[place] = this.#start()
    this.lived.restarts++
  }

  #readOn(gateway: FuzzGateway, log: FuzzLog, count: number): void {
    gateway.reader.read(log, count)
    gateway.clock.endTurn()
  }

  #checkTransports(): void {
    for (const { fault } of this.#clients) if (fault !== undefined) throw fault
  }
}
