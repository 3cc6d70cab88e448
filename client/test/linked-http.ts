import type { SubscriptionStart } from '@tickwall/protocol'
import type { LinkOptions } from '../src/index.js'
import { FakeHttp, type FakeExchange } from './fake-http.js'
import { FakeClock } from './fake-clock.js'
import { Linked } from './linked.js'

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
    this.http.newest('/snapshot').is(200, { ts: this.clock.nowMs(), server, topics: [], rejected: [] })
    this.http.newest('/version.json').is(200, { build: 'test', server })
    this.clock.settle()
    // The first ping.
    this.http.newest('/snapshot').is(200, { ts: this.clock.nowMs(), server, topics: [], rejected: [] })
    this.clock.settle()
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
