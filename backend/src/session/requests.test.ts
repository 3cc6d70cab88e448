import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../test/fakes/manual-clock.js'
import { sessionBench, type Connection } from '../../test/fakes/session-bench.js'
import { Requests, type Requester } from './requests.js'

const BTC = 'quote/usdm:BTCUSDT'
const TURN_MS = 2

/** Has so many requests that take `costMs` each, and writes down what becomes of them. */
class Asking implements Requester {
  #left: number

  constructor(
    readonly name: string,
    requests: number,
    readonly clock: ManualClock,
    readonly costMs: number,
    readonly log: string[],
  ) {
    this.#left = requests
  }
  answer(): boolean {
    this.clock.block(this.costMs)
    this.log.push(this.name)
    return --this.#left > 0
  }
  handOver(): void {
    this.log.push(`${this.name} out`)
  }
}

function crowd(size: number, requests: number, costMs: number) {
  const clock = new ManualClock()
  const log: string[] = []
  const queue = new Requests(clock)
  const all = Array.from({ length: size }, (_, i) => new Asking(String(i), requests, clock, costMs, log))
  return { clock, log, queue, all }
}

describe('the requests of all sessions', () => {
  it('are answered at once while a turn of the event loop has time', () => {
    const { log, queue, all } = crowd(3, 1, 0.1)
    for (const each of all) queue.add(each)
    expect(log).toEqual(['0', '0 out', '1', '1 out', '2', '2 out'])
  })

  it('never hold a turn longer than its time and one of them', () => {
    const { clock, log, queue, all } = crowd(1000, 1, 0.3)
    let beganMs = clock.monotonicMs()
    const turn = (work: () => void): void => {
      beganMs = clock.monotonicMs()
      work()
      expect(clock.monotonicMs() - beganMs).toBeLessThan(TURN_MS + 0.3)
    }
    turn(() => all.forEach((each) => queue.add(each)))
    let turns = 0
    for (; log.length < 2000; turns++) turn(() => clock.endTurn())
    expect(turns).toBeGreaterThan(100)
    expect(log.filter((line) => !line.endsWith('out'))).toEqual(all.map(({ name }) => name))
  })

  it('are taken in turn: who has many waits for the others after each', () => {
    const { clock, log, queue, all } = crowd(2, 3, 1.5)
    queue.add(new Asking('first', 1, clock, TURN_MS, []))
    for (const each of all) queue.add(each)
    for (let turn = 0; turn < 10; turn++) clock.endTurn()
    expect(log.filter((line) => !line.endsWith('out')).join('')).toBe('010101')
  })

  it('are written in a row, some at a time', () => {
    const { clock, log, queue, all } = crowd(40, 1, 0)
    // The first one takes the turn's time, so that the others wait together.
    queue.add(new Asking('first', 1, clock, TURN_MS, []))
    for (const each of all) queue.add(each)
    clock.endTurn()
    expect(log.slice(0, 17)).toEqual([...all.slice(0, 16).map(({ name }) => name), '0 out'])
    expect(log.slice(-8)).toEqual(all.slice(32).map(({ name }) => `${name} out`))
  })

  it('are dropped with who asked', () => {
    const { clock, log, queue, all } = crowd(3, 2, TURN_MS)
    for (const each of all) queue.add(each)
    for (const each of all.slice(1)) queue.drop(each)
    for (let turn = 0; turn < 5; turn++) clock.endTurn()
    expect(log).toEqual(['0', '0 out', '0', '0 out'])
  })
})

describe('a crowd of sessions that ask at once', () => {
  /** Whose every frame takes half a millisecond to write. */
  function arrived() {
    const bench = sessionBench()
    bench.market.set(BTC, { last: '0' })
    const watcher = bench.subscribed([BTC], 20)
    const sessions = Array.from({ length: 200 }, (): Connection => {
      const connection = bench.connect()
      connection.transport.take()
      connection.transport.onWrite = () => bench.clock.block(0.5)
      return connection
    })
    return { bench, watcher, sessions }
  }

  it('holds up no flush', () => {
    const { bench, watcher, sessions } = arrived()
    for (const { send } of sessions) send({ type: 'subscribe', id: 1, topics: [BTC], maxHz: 1 })
    const lateMs: number[] = []
    for (let price = 1; sessions.some(({ transport }) => transport.messages.length < 2); price++) {
      bench.market.set(BTC, { last: String(price) })
      const beganMs = bench.clock.monotonicMs()
      bench.clock.tick(0)
      bench.clock.endTurn()
      lateMs.push(bench.clock.monotonicMs() - beganMs)
    }
    expect(lateMs.length).toBeGreaterThan(40)
    expect(Math.max(...lateMs)).toBeLessThan(2 * TURN_MS + 1)
    // 100 ms of frames: the flushes of the others went on.
    expect(watcher.transport.takeFrames().length).toBeGreaterThanOrEqual(1)
  })

  it('[MSG5] is answered each in its own order', () => {
    const { bench, sessions } = arrived()
    for (const { send } of sessions) {
      send({ type: 'subscribe', id: 1, topics: [BTC] })
      send({ type: 'ping', id: 2 })
      send({ type: 'unsubscribe', id: 3, topics: [BTC] })
    }
    expect(sessions.at(-1)?.transport.messages).toEqual([])
    bench.clock.advance(1000)
    for (const { transport } of sessions) {
      const answers = transport.take().flatMap((message) => ('id' in message ? [message.id] : []))
      expect(answers).toEqual([1, 2, 3])
    }
  })

  it('does nothing for a session that is gone', () => {
    const { bench, sessions } = arrived()
    for (const { send } of sessions) send({ type: 'subscribe', id: 1, topics: [BTC] })
    const [left, ended] = sessions.slice(-2)
    if (left === undefined || ended === undefined) throw new Error('nobody came')
    bench.sessions.closed(left.session, 1006)
    ended.session.end('restarting')
    bench.clock.advance(1000)
    expect([left.transport.messages, ended.transport.messages]).toEqual([[], []])
    expect(bench.counts.subscriptions).toBe(1 + 198)
  })
})
