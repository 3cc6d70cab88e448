import { describe, expect, it } from 'vitest'
import { FakeClock } from '../test/fake-clock.js'
import { FakeHttp, type FakeExchange } from '../test/fake-http.js'
import { FakeNetwork, type FakeSocket } from '../test/fake-socket.js'
import { CLOCK } from '../test/linked-http.js'
import { ModelGateway, ModelSession } from '../test/model-gateway.js'
import { ModelLog } from '../test/model-log.js'
import { ModelPoll, ModelStream } from '../test/model-stream.js'
import { Die } from '../test/seeded.js'
import { createLink, type Link, type LinkOptions, type Subscription } from './index.js'

const TOPICS = ['quote/x:A', 'quote/x:B', 'quote/x:C', 'trades/x:A', 'trades/x:B']
const STEPS = 500

/** What a run has lived through, so that a run which tests nothing is noticed. */
interface Lived {
  gaps: number
  reconnects: number
  resumes: number
  resets: number
  /** How often another transport took over. */
  changes: number
}

const NOTHING: Lived = { gaps: 0, reconnects: 0, resumes: 0, resets: 0, changes: 0 }

/** What carries a link in a run: most of the weight is on the ladder, which has them all. */
const TRANSPORTS = ['webSocket', 'sse', 'poll', 'auto', 'auto'] as const

/**
 * A seeded life: records, flushes, lost frames, cuts, lagging gateways, failing requests, changing wishes, a proxy that stops WebSockets
 * for a while; then quiet, then equality.
 */
class Life {
  readonly #die: Die
  readonly #clock = new FakeClock()
  readonly #network = new FakeNetwork()
  readonly #http = new FakeHttp((run) => {
    this.#clock.soon(run)
  })
  readonly #logs = new Map(TOPICS.map((topic) => [topic, new ModelLog(topic)]))
  readonly #gateways = ['gw-1', 'gw-2'].map((name) => new ModelGateway(name, this.#logs))
  readonly #held: Subscription[] = []
  readonly #link: Link
  readonly #transport: LinkOptions['transport']
  readonly lived: Lived = { ...NOTHING }
  /** What serves the link; also those that it has left and that do not know it yet. */
  #serving: (ModelSession | ModelStream | ModelPoll)[] = []
  #isQuiet = false
  #isBlocked = false

  constructor(seed: number, transport: NonNullable<LinkOptions['transport']>) {
    this.#transport = transport
    this.#die = new Die(seed)
    this.#http.onRequest = (exchange) => {
      this.#answer(exchange)
    }
    this.#link = createLink({
      url: 'ws://gateway.test/ws',
      transport,
      codec: seed % 2 === 0 ? 'json' : 'binary',
      clock: this.#clock,
      random: this.#die.next,
      http: this.#http.open,
      fallbackAfter: 2,
      climbAfterMs: 2_000,
      socketFactory: (url, protocols) => this.#openSocket(this.#network.open(url, protocols)),
    })
    this.#link.on('transport', () => (this.lived.changes += 1))
  }

  #openSocket(socket: FakeSocket): FakeSocket {
    const fails = this.#isBlocked || (!this.#isQuiet && this.#die.chance(0.2))
    if (fails) this.#clock.after(5, () => socket.ends())
    else {
      const session = new ModelSession(this.#die.pick(this.#gateways), socket, this.#clock, this.#die)
      session.faults = this.#isQuiet ? 0 : 0.1
      this.#serving.push(session)
    }
    return socket
  }

  #answer(exchange: FakeExchange): void {
    const die = this.#die
    const ts = this.#clock.nowMs()
    const luck = this.#isQuiet ? 1 : die.next()
    if (luck < 0.03) exchange.fails()
    else if (luck < 0.06) exchange.is(503, { code: 'notReady', message: 'wait' }, '0')
    else if (exchange.path === '/ws') exchange.is(426, { code: 'upgradeRequired', message: 'welcome' })
    else if (exchange.path === CLOCK) exchange.is(200, { subscribed: { ts, server: 'gw-1' } })
    else if (exchange.path === '/version.json') exchange.is(200, { build: 'b' })
    else {
      const Serving = exchange.path === '/sse' ? ModelStream : ModelPoll
      this.#serving.push(new Serving(die.pick(this.#gateways), exchange, this.#clock, die))
    }
  }

  #flush(loses = false): void {
    for (const serving of this.#serving) serving.flush(loses)
    this.#serving = this.#serving.filter(({ isOpen }) => isOpen)
  }

  #cutOff(code: number): void {
    for (const serving of this.#serving) serving.close(code)
    this.#serving = []
  }

  run(): void {
    for (let step = 0; step < STEPS; step++) {
      this.#step()
      this.#clock.advance(this.#die.below(120))
    }
    this.#calm()
    for (const subscription of this.#held) this.#isAtTheEnd(subscription)
    this.lived.gaps = this.#link.stats.gaps
    this.lived.reconnects = this.#link.stats.reconnects
    this.#link.close()
    // What has served stops by itself.
    this.#flush()
    this.#clock.advance(100)
    expect(this.#clock.pending).toBe(0)
  }

  #step(): void {
    const die = this.#die
    const log = this.#logs.get(die.pick(TOPICS))
    const what = die.next()
    if (what < 0.45) log?.append(die)
    else if (what < 0.6) die.pick(this.#gateways).fold(1 + die.below(4))
    else if (what < 0.8) this.#flush()
    else if (what < 0.86) this.#lose()
    else if (what < 0.88) this.#cutOff(die.pick([1006, 1012, 4001]))
    else if (what < 0.885) this.#block()
    else if (what < 0.89) die.pick([() => this.#link.cut(), () => this.#link.check()])()
    else if (what < 0.9) log?.reset()
    else if (what < 0.94) this.#subscribe(die.pick(TOPICS))
    else if (what < 0.97) this.#held.splice(die.below(this.#held.length), 1)[0]?.close()
    else if (this.#held.length > 0) die.pick(this.#held).setRate(die.pick([0.2, 1, 10, 20, 'raw']))
  }

  /** A shared frame is lost, and the next one says so. */
  #lose(): void {
    const inStep = this.#serving.filter(({ isInStep }) => isInStep)
    if (inStep.length === 0) return
    for (const serving of inStep) serving.flush(true)
    for (const log of this.#logs.values()) log.append(this.#die)
    for (const gateway of this.#gateways) gateway.fold(Infinity)
    for (const serving of inStep) serving.flush(false)
  }

  /** A proxy begins to stop WebSockets, those that are open too, or lets them pass again. */
  #block(): void {
    this.#isBlocked = !this.#isBlocked
    if (this.#isBlocked) this.#cutOff(1006)
  }

  #subscribe(topic: string): void {
    let last = { epoch: '', offset: -1 }
    const maxHz = this.#die.pick([1, 10, 20] as const)
    const subscription = this.#link.subscribe(topic, { maxHz }, ({ state, position, start }) => {
      if (position === null) return
      if (start === 'resume') this.lived.resumes += 1
      if (start === 'reset') this.lived.resets += 1
      const isBack = position.epoch === last.epoch && position.offset < last.offset
      expect(isBack, `${topic} went back from ${String(last.offset)} to ${String(position.offset)}`).toBe(false)
      last = position
      const log = this.#logs.get(topic)
      // Of a log that was begun anew the old truth is gone.
      if (log?.epoch === position.epoch) expect({ ...state }).toEqual(log.state(position.offset))
    })
    this.#held.push(subscription)
  }

  #calm(): void {
    this.#isQuiet = true
    // Where nothing else may carry, what stops it has to end.
    if (this.#transport === 'webSocket') this.#isBlocked = false
    for (const serving of this.#serving) if (serving instanceof ModelSession) serving.faults = 0
    for (const gateway of this.#gateways) gateway.fold(Infinity)
    // Long enough for the longest waits, one after the other.
    for (let i = 0; i < 500; i++) {
      this.#clock.advance(300)
      this.#flush()
    }
    this.#clock.advance(100)
  }

  #isAtTheEnd({ topic, state, position, standing }: Subscription): void {
    const log = this.#logs.get(topic)
    const offset = (log?.records.length ?? 0) - 1
    expect([topic, standing, position]).toEqual([topic, 'current', { epoch: offset < 0 ? '' : log?.epoch, offset }])
    expect({ ...state }).toEqual(log?.state(offset))
  }
}

describe('a link that lives through anything', () => {
  const lived = { ...NOTHING }

  // Seeds that once failed stay here by number.
  it.each(Array.from({ length: 160 }, (_, i) => i + 1))('holds the state of the log, seed %i', (seed) => {
    const life = new Life(seed, TRANSPORTS[seed % TRANSPORTS.length] ?? 'auto')
    life.run()
    for (const what of Object.keys(lived) as (keyof Lived)[]) lived[what] += life.lived[what]
  })

  it('lived through all of it', () => {
    expect(lived.gaps).toBeGreaterThan(100)
    expect(lived.reconnects).toBeGreaterThan(500)
    expect(lived.resumes).toBeGreaterThan(1_000)
    expect(lived.resets).toBeGreaterThan(10)
    expect(lived.changes).toBeGreaterThan(100)
  })
})
