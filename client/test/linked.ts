import { RATE_LADDER, type HelloMessage, type ServerMessage, type SubscriptionStart } from '@tickwall/protocol'
import { createLink, type Link, type LinkOptions } from '../src/index.js'
import { FakeClock } from './fake-clock.js'
import { FakeNetwork, type FakeSocket } from './fake-socket.js'

export const hello = (ts: number, changes: Partial<HelloMessage> = {}): HelloMessage => ({
  type: 'hello',
  ts,
  version: 1,
  server: 'gw-1',
  build: 'test',
  session: 's-1',
  heartbeatMs: 5000,
  windowMs: 3000,
  rates: [...RATE_LADDER, 'raw'],
  source: 'live',
  limits: { topics: 500, messageBytes: 65_536, messagesPerSecond: 20 },
  ...changes,
})

/** A link on a network, a clock and a die that the test owns; not connected yet. */
export class Linked {
  readonly clock: FakeClock
  readonly network = new FakeNetwork()
  readonly link: Link
  /** The next numbers of the die; 0.5 when it has run out. */
  dice: number[] = []

  constructor(options: Partial<LinkOptions> = {}, clock = new FakeClock()) {
    this.clock = clock
    this.link = createLink({
      url: 'ws://gateway.test/ws',
      socketFactory: this.network.open,
      fetch: null,
      clock: this.clock,
      random: () => this.dice.shift() ?? 0.5,
      ...options,
    })
  }

  get socket(): FakeSocket {
    return this.network.newest
  }

  /** Connects and is greeted. */
  open(changes: Partial<HelloMessage> = {}): FakeSocket {
    this.link.connect()
    return this.greet(changes)
  }

  /** The server takes the newest socket and greets. */
  greet(changes: Partial<HelloMessage> = {}): FakeSocket {
    const { socket } = this
    socket.opens()
    socket.says(hello(this.clock.nowMs(), changes))
    this.clock.settle()
    return socket
  }

  /** Answers the newest `subscribe`: all its topics accepted, refs from 1 in the order of first sight. */
  accept(start: SubscriptionStart = 'snapshot', hz?: number): void {
    const request = this.socket.of('subscribe').at(-1)
    if (request === undefined) throw new Error('nothing was subscribed to')
    const granted = hz ?? request.maxHz ?? 10
    const topics = request.topics.map((topic) => ({ topic, ref: this.ref(topic), hz: granted, start }))
    this.says({ type: 'subscribed', id: request.id, ts: this.clock.nowMs(), topics, rejected: [] })
  }

  readonly #refs: string[] = []
  ref(topic: string): number {
    const known = this.#refs.indexOf(topic)
    return known >= 0 ? known + 1 : this.#refs.push(topic)
  }

  says(message: ServerMessage | string): void {
    this.socket.says(message)
    this.clock.settle()
  }

  snapshot(topic: string, offset: number, state: object, epoch = 'e1', n = offset): void {
    const part = { ref: this.ref(topic), epoch, offset, state: state as never }
    this.says({ type: 'frame', n, ts: this.clock.nowMs(), at: this.clock.nowMs(), snapshots: [part] })
  }

  delta(topic: string, offset: number, changes: object, frame: { n: number; prev?: number }): void {
    const head = { type: 'frame', ...frame, ts: this.clock.nowMs(), at: this.clock.nowMs() } as const
    this.says({ ...head, deltas: [[this.ref(topic), offset, changes as never]] })
  }
}
