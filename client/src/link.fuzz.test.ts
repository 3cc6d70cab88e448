import { describe, expect, it } from 'vitest'
import { FakeClock } from '../test/fake-clock.js'
import { FakeNetwork } from '../test/fake-socket.js'
import { ModelGateway, ModelSession } from '../test/model-gateway.js'
import { ModelLog } from '../test/model-log.js'
import { Die } from '../test/seeded.js'
import { createLink, type Link, type Subscription } from './index.js'

const TOPICS = ['quote/x:A', 'quote/x:B', 'quote/x:C', 'trades/x:A', 'trades/x:B']
const STEPS = 500

/** What a run has lived through, so that a run which tests nothing is noticed. */
interface Lived {
  gaps: number
  reconnects: number
  resumes: number
  resets: number
}

/** A seeded life: records, flushes, lost frames, cuts, lagging gateways, failing requests, changing wishes; then quiet, then equality. */
class Life {
  readonly #die: Die
  readonly #clock = new FakeClock()
  readonly #network = new FakeNetwork()
  readonly #logs = new Map(TOPICS.map((topic) => [topic, new ModelLog(topic)]))
  readonly #gateways = ['gw-1', 'gw-2'].map((name) => new ModelGateway(name, this.#logs))
  readonly #held: Subscription[] = []
  readonly #link: Link
  readonly lived: Lived = { gaps: 0, reconnects: 0, resumes: 0, resets: 0 }
  #session: ModelSession | null = null
  #isQuiet = false

  constructor(seed: number) {
    this.#die = new Die(seed)
    this.#link = createLink({
      url: 'ws://gateway.test/ws',
      clock: this.#clock,
      random: this.#die.next,
      fetch: null,
      socketFactory: (url, protocols) => {
        const socket = this.#network.open(url, protocols)
        if (!this.#isQuiet && this.#die.chance(0.2)) this.#clock.after(5, () => socket.ends())
        else this.#session = new ModelSession(this.#die.pick(this.#gateways), socket, this.#clock, this.#die)
        if (this.#session !== null && !this.#isQuiet) this.#session.faults = 0.1
        return socket
      },
    })
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
    this.#clock.advance(100)
    expect(this.#clock.pending).toBe(0)
  }

  #step(): void {
    const die = this.#die
    const session = this.#session
    const log = this.#logs.get(die.pick(TOPICS))
    const what = die.next()
    if (what < 0.45) log?.append(die)
    else if (what < 0.6) die.pick(this.#gateways).fold(1 + die.below(4))
    else if (what < 0.8) session?.flush(false)
    else if (what < 0.86) this.#lose()
    else if (what < 0.88) session?.close(die.pick([1006, 1012, 4001]))
    else if (what < 0.89) this.#link.cut()
    else if (what < 0.9) log?.reset()
    else if (what < 0.94) this.#subscribe(die.pick(TOPICS))
    else if (what < 0.97) this.#held.splice(die.below(this.#held.length), 1)[0]?.close()
    else if (this.#held.length > 0) die.pick(this.#held).setRate(die.pick([0.2, 1, 10, 20, 'raw']))
  }

  /** A shared frame is lost, and the next one says so. */
  #lose(): void {
    const session = this.#session
    if (session?.isInStep !== true) return
    session.flush(true)
    for (const log of this.#logs.values()) log.append(this.#die)
    for (const gateway of this.#gateways) gateway.fold(Infinity)
    session.flush(false)
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
    if (this.#session !== null) this.#session.faults = 0
    for (const gateway of this.#gateways) gateway.fold(Infinity)
    for (let i = 0; i < 400; i++) {
      this.#clock.advance(100)
      this.#session?.flush(false)
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
  const lived: Lived = { gaps: 0, reconnects: 0, resumes: 0, resets: 0 }

  // Seeds that once failed stay here by number.
  it.each(Array.from({ length: 120 }, (_, i) => i + 1))('holds the state of the log, seed %i', (seed) => {
    const life = new Life(seed)
    life.run()
    for (const what of Object.keys(lived) as (keyof Lived)[]) lived[what] += life.lived[what]
  })

  it('lived through all of it', () => {
    expect(lived.gaps).toBeGreaterThan(100)
    expect(lived.reconnects).toBeGreaterThan(500)
    expect(lived.resumes).toBeGreaterThan(1_000)
    expect(lived.resets).toBeGreaterThan(10)
  })
})
