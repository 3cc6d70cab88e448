import { describe, expect, it } from 'vitest'
import { sessionBench, type Connection } from '../../test/fakes/session-bench.js'

const BTC = 'quote/usdm:BTCUSDT'
const ETH = 'quote/usdm:ETHUSDT'

/** A crowd of which each write takes a millisecond, in the middle of a flush: some have its frame, some have not. */
function midFlush(topicsOf: (i: number) => readonly string[] = () => [BTC]) {
  const bench = sessionBench()
  bench.market.set(BTC, { last: '0' })
  bench.market.set(ETH, { last: '0' })
  const crowd = Array.from({ length: 40 }, () => bench.connect())
  for (const [i, { send }] of crowd.entries()) send({ type: 'subscribe', id: 0, topics: topicsOf(i) })
  bench.clock.advance(1000)
  bench.market.set(BTC, { last: '1' })
  bench.market.set(ETH, { last: '1' })
  bench.clock.advance(100)
  for (const { transport } of crowd) {
    transport.take()
    transport.onWrite = () => bench.clock.block(1)
  }
  bench.market.set(BTC, { last: '2' })
  bench.market.set(ETH, { last: '2' })
  bench.clock.tick(100)
  const written = () => crowd.filter(({ transport }) => transport.messages.some(({ type }) => type === 'frame'))
  const waiting = (): Connection[] => crowd.filter((connection) => !written().includes(connection))
  return { ...bench, crowd, written, waiting, one: () => waiting()[0] as Connection }
}

/** The prices of a topic that a client was told, and the numbers of the frames. */
const told = ({ transport }: Connection, ref = 1) => {
  const frames = transport.takeFrames()
  return {
    numbers: frames.map(({ n }) => n),
    prices: frames.flatMap(({ snapshots = [], deltas = [] }) => [
      ...snapshots.filter((part) => part.ref === ref).map(({ state }) => (state as { last: string }).last),
      ...deltas.filter(([of]) => of === ref).map(([, , changes]) => changes['last']),
    ]),
  }
}
const isAscending = (numbers: readonly number[]): boolean =>
  numbers.every((n, i) => i === 0 || n > (numbers[i - 1] ?? n))

describe('a flush of many sockets', () => {
  it('is written in turns, the same frame to all', () => {
    const { clock, crowd, written, counts } = midFlush()
    const seen = [written().length]
    while (written().length < crowd.length) {
      clock.endTurn()
      seen.push(written().length)
    }
    expect(seen).toEqual([16, 32, 40])
    expect(new Set(crowd.map(({ transport }) => transport.frames.at(-1))).size).toBe(1)
    expect(counts.delays.slice(-3)).toEqual([16, 32, 40])
    // Of the whole flush: how long it took, and how old the record was that it began with.
    clock.endTurn()
    expect(counts.flushes.at(-1)).toEqual([40, expect.any(Number)])
  })

  it('takes as long for its turn as everything else took, so that a storm of handshakes does not hold it up', () => {
    const { clock, crowd, written } = midFlush()
    clock.block(17)
    clock.endTurn()
    expect(written().length).toBe(crowd.length)
  })

  it('ends its turn all the same, however long everything else took', () => {
    const { clock, crowd, written } = midFlush((i) => [i % 2 === 0 ? BTC : ETH])
    for (const { transport } of crowd) transport.onWrite = () => clock.block(10)
    const before = written().length
    clock.block(1000)
    clock.endTurn()
    expect(written().length - before).toBeLessThan(crowd.length / 2)
  })

  it('tells of no flush that wrote nothing', () => {
    const { clock, crowd, counts } = midFlush()
    while (counts.flushes.at(-1)?.[0] !== 40) clock.endTurn()
    const { length } = counts.flushes
    clock.advance(1000)
    expect([crowd.length, counts.flushes.length]).toEqual([40, length])
  })

  it('tells what it began with, whatever is folded meanwhile, and the rest at the next flush', () => {
    const { clock, crowd, market } = midFlush()
    market.set(BTC, { last: '3' })
    clock.advance(200)
    for (const connection of crowd) expect(told(connection).prices).toEqual(['2', '3'])
  })

  it('comes before the answer to a client that changes its topics', () => {
    const change = [
      { type: 'unsubscribe', id: 9, topics: [BTC] },
      { type: 'rate', id: 9, topics: [BTC], maxHz: 1 },
      { type: 'subscribe', id: 9, topics: [ETH] },
    ] as const
    for (const message of change) {
      const { one } = midFlush()
      const client = one()
      client.send(message)
      expect(client.transport.messages.map(({ type }) => type).slice(0, 2)).toEqual([
        'frame',
        { unsubscribe: 'unsubscribed', rate: 'rated', subscribe: 'subscribed' }[message.type],
      ])
    }
  })

  it('[FRM2] never gives a client an older number after a newer one', () => {
    const { clock, waiting, crowd, market } = midFlush()
    const [again, leaves, slows] = waiting() as [Connection, Connection, Connection]
    market.set(BTC, { last: '3' })
    again.send({ type: 'subscribe', id: 9, topics: [BTC] })
    leaves.send({ type: 'unsubscribe', id: 9, topics: [BTC] })
    slows.send({ type: 'rate', id: 9, topics: [BTC], maxHz: 1 })
    clock.advance(2000)
    for (const connection of crowd) {
      const { numbers, prices } = told(connection)
      expect(isAscending(numbers)).toBe(true)
      expect(prices.at(-1)).toBe(connection === leaves ? '2' : '3')
    }
  })

  it('does not reach who joined after it began', () => {
    const { clock, connect, market } = midFlush()
    market.set(BTC, { last: '3' })
    const young = connect()
    young.send({ type: 'subscribe', id: 1, topics: [BTC] })
    clock.advance(300)
    const { numbers, prices } = told(young)
    expect(isAscending(numbers)).toBe(true)
    // Never the 2 of the flush that was going on; the next one may tell again what came before it joined.
    expect(new Set(prices)).toEqual(new Set(['3']))
  })

  it('gives who is voided its frame first, for it is of the state before', () => {
    const { clock, market, crowd } = midFlush()
    market.epoch = 'e2'
    market.set(BTC, { last: '9' })
    market.reset.next({ log: 'ticks', partition: 0 })
    clock.advance(200)
    for (const { transport } of crowd) {
      const messages = transport.take()
      const [frame, notice, snapshot] = messages
      expect(frame).toMatchObject({ type: 'frame', deltas: [[1, expect.any(Number), { last: '2' }]] })
      expect(notice).toMatchObject({ type: 'notice', reason: 'reset' })
      expect(snapshot).toMatchObject({ type: 'frame', snapshots: [{ epoch: 'e2', state: { last: '9' } }] })
    }
  })

  it('[CFL1] brings who is out of step into step, also where the fold ran on meanwhile', () => {
    const { clock, crowd, market } = midFlush()
    clock.advance(100)
    for (const { transport } of crowd) {
      transport.unsentBytes = 70_000
      transport.take()
    }
    market.set(BTC, { last: '3' })
    clock.advance(200)
    for (const { transport } of crowd) transport.unsentBytes = 0
    clock.tick(100)
    market.set(BTC, { last: '4' })
    clock.advance(200)
    for (const connection of crowd) {
      const { prices, numbers } = told(connection)
      expect(prices.at(-1)).toBe('4')
      expect(isAscending(numbers)).toBe(true)
    }
    market.set(BTC, { last: '5' })
    clock.advance(100)
    expect(new Set(crowd.map(({ transport }) => transport.frames.at(-1))).size).toBe(1)
  })

  it('puts the next one off while it goes on', () => {
    const { clock, crowd, market, written } = midFlush()
    for (let price = 3; price < 8; price++) {
      clock.block(60)
      market.set(BTC, { last: String(price) })
    }
    clock.advance(0)
    expect(written()).toHaveLength(crowd.length)
    clock.advance(100)
    for (const connection of crowd) expect(told(connection).prices).toEqual(['2', '7'])
  })

  it('serves all that is left when a client in it is gone', () => {
    const { clock, crowd, sessions, one } = midFlush()
    const gone = one()
    sessions.closed(gone.session, 1006)
    clock.advance(50)
    for (const connection of crowd) expect(told(connection).prices).toEqual(connection === gone ? [] : ['2'])
  })

  it('reaches sets of their own as well', () => {
    const { clock, crowd } = midFlush((i) => (i % 2 === 0 ? [BTC] : [BTC, ETH]))
    clock.advance(50)
    for (const [i, connection] of crowd.entries()) {
      expect(connection.transport.frames.at(-1)?.n).toBe(crowd[0]?.transport.frames.at(-1)?.n)
      expect(told(connection, i % 2 === 0 ? 1 : 2).prices).toEqual(['2'])
    }
  })
})

describe('a population of more than a slot', () => {
  it('is spread over slots, each flushed at a time of its own', () => {
    const bench = sessionBench({}, [0, 25])
    bench.market.set(BTC, { last: '0' })
    const crowd = Array.from({ length: 2000 }, () => bench.connect())
    for (const { send } of crowd) send({ type: 'subscribe', id: 1, topics: [BTC], maxHz: 20 })
    bench.clock.advance(100)
    for (const { transport } of crowd) transport.take()
    const before = bench.encodes()
    bench.market.set(BTC, { last: '1' })
    bench.clock.advance(25)
    const first = crowd.filter(({ transport }) => transport.take().length > 0)
    bench.clock.advance(25)
    const second = crowd.filter(({ transport }) => transport.take().length > 0)
    expect([first.length, second.length].sort()).toEqual([1500, 500].sort())
    expect(bench.encodes() - before).toBe(2)
  })

  it('fills the places of those who went', () => {
    const bench = sessionBench({}, [0, 25])
    bench.market.set(BTC, { last: '0' })
    const crowd = Array.from({ length: 1600 }, () => bench.connect())
    for (const { session } of crowd.slice(0, 600)) bench.sessions.closed(session, 1000)
    const late = bench.connect()
    expect(late.session.slot).toBe(crowd[0]?.session.slot)
    expect(late.session.slot).not.toBe(crowd[1550]?.session.slot)
  })
})
