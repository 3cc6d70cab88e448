import type { SubscriptionStart } from '@tickwall/protocol'
import type { LinkOptions } from '../src/index.js'
import { FakeHttp, type FakeExchange } from './fake-http.js'
import { FakeClock } from './fake-clock.js'
import { Linked } from './linked.js'

/** The path of a question for the server's clock. */
export const CLOCK = 'GET /poll'

/** A link over HTTP, whose server is the test. */
export class LinkedHttp extends Linked {
  readonly http: FakeHttp

  constructor(options: Partial<LinkOptions> = {}) {
    const clock = new FakeClock()
    const http = new FakeHttp((run) => {
      clock.soon(run)
    })
    super({ transport: 'sse', http: http.open, ...options }, clock)
    this.http = http
  }

  /** Answers who the server is, twice: its clock and its build. */
  hello(server = 'gw-1'): void {
    this.clockAsked.is(200, this.clockAnswer(server))
    this.http.newest('/version.json').is(200, { build: 'test', server })
    this.clock.settle()
    // The first ping.
    this.clockAsked.is(200, this.clockAnswer(server))
    this.clock.settle()
  }

  /** The newest question for the server's clock. */
  get clockAsked(): FakeExchange {
    return this.http.newest(CLOCK)
  }

  clockAnswer(server = 'gw-1', ts = this.clock.nowMs()): object {
    return { subscribed: { ts, server, topics: [], rejected: [] }, frame: null, notices: [], cursor: '' }
  }

  get stream(): FakeExchange {
    return this.http.newest('/sse')
  }

  get topics(): string[] {
    return this.stream.body['topics'] as string[]
  }

  /** `subscribed` for all topics of the newest stream. */
  serve(
    start: SubscriptionStart | ((topic: string) => SubscriptionStart) = 'snapshot',
    hz = 10,
    more: object = {},
  ): void {
    this.stream.answers().event('subscribed', this.subscribed(this.topics, start, hz, more))
    this.clock.settle()
  }

  subscribed(
    topics: readonly string[],
    start: SubscriptionStart | ((topic: string) => SubscriptionStart) = 'snapshot',
    hz = 10,
    more: object = {},
  ): object {
    const begin = typeof start === 'function' ? start : () => start
    return {
      type: 'subscribed',
      ts: this.clock.nowMs(),
      server: 'gw-1',
      topics: topics.map((topic, ref) => ({ topic, ref, hz, start: begin(topic) })),
      rejected: [],
      ...more,
    }
  }

  /** A frame with the snapshot of one topic. */
  sseSnapshot(topic: string, offset: number, state: object, n = offset): void {
    const part = { ref: this.topics.indexOf(topic), epoch: 'e1', offset, state }
    this.stream.event('frame', this.frame(n, { snapshots: [part] }), `c${String(n)}`)
    this.clock.settle()
  }

  sseDelta(topic: string, offset: number, changes: object, n = offset, prev?: number): void {
    const deltas = [[this.topics.indexOf(topic), offset, changes]]
    this.stream.event('frame', this.frame(n, { ...(prev === undefined ? {} : { prev }), deltas }), `c${String(n)}`)
    this.clock.settle()
  }

  frame(n: number, parts: object): object {
    return { type: 'frame', n, ts: this.clock.nowMs(), at: this.clock.nowMs(), ...parts }
  }
}
