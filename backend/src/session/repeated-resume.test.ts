import { describe, expect, it } from 'vitest'
import { sessionBench } from '../../test/fakes/session-bench.js'

const BTC = 'quote/usdm:BTCUSDT'
const TAPE = 'trades/usdm:BTCUSDT'

/** A topic at offset 9, and somebody who follows it; `change` is the next record. */
function living(topic = BTC, maxHz: number | 'raw' = 10) {
  const bench = sessionBench()
  let price = 0
  const change = (): void => bench.market.set(topic, { last: String(price++) })
  for (let i = 0; i < 10; i++) change()
  const watcher = bench.subscribed([topic], maxHz)
  /** Comes back with what it had at an offset; what it is told at once. */
  const comeBack = (offset: number) => {
    const connection = bench.connect()
    connection.transport.take()
    connection.send({ type: 'subscribe', id: 1, topics: [topic], maxHz, resume: { [topic]: ['e1', offset] } })
    return { connection, told: connection.transport.takeFrames() }
  }
  return { bench, change, watcher, comeBack }
}
const upTo = (offset: number, last = offset) => [{ deltas: [[1, offset, { last: String(last) }]] }]

describe('a crowd that comes back within one flush', () => {
  it('[CFL3] is told what the first one was, and the rest by the next shared frame', () => {
    const { bench, change, watcher, comeBack } = living()
    change()
    expect(comeBack(4).told).toMatchObject(upTo(10))
    change()
    const { connection, told } = comeBack(4)
    expect(told).toMatchObject(upTo(10))
    bench.clock.advance(100)
    expect(connection.transport.frames.at(-1)).toBe(watcher.transport.frames.at(-1))
    expect(connection.transport.takeFrames()).toMatchObject(upTo(11))
  })

  it('is told when the newest record of what it is told was published', () => {
    const { bench, change, comeBack } = living()
    bench.market.publishedAt = 100
    change()
    comeBack(4)
    bench.market.publishedAt = 200
    change()
    expect(comeBack(4).told).toMatchObject([{ at: 100 }])
  })

  it('is told no more of what was before the last flush', () => {
    const { bench, change, comeBack } = living()
    change()
    comeBack(4)
    change()
    bench.clock.advance(100)
    expect(comeBack(4).told).toMatchObject(upTo(11))
    change()
    expect(comeBack(4).told).toMatchObject(upTo(11))
    // Who had more is told from there.
    expect(comeBack(12).told).toMatchObject([{ deltas: [[1, 12, {}]] }])
  })

  it.each([
    ['a tape, whose items are counted', TAPE, 10],
    ['a rate at which that would be old', BTC, 5],
  ] as const)('is told all there is of %s', (_, topic, maxHz) => {
    const { change, comeBack } = living(topic, maxHz)
    change()
    comeBack(4)
    change()
    expect(comeBack(4).told).toMatchObject(upTo(11))
  })

  it('[POS1] is told nothing that a connection was beyond', () => {
    const { change, comeBack } = living()
    change()
    comeBack(4)
    change()
    const { connection } = comeBack(11)
    connection.send({ type: 'subscribe', id: 2, topics: [BTC], resume: { [BTC]: ['e1', 4] } })
    expect(connection.transport.takeFrames()).toMatchObject(upTo(11))
  })

  it('[POS7] is told nothing of a fold that was begun anew', () => {
    const { bench, change, comeBack } = living()
    change()
    comeBack(0)
    bench.market.restart('e1')
    expect(comeBack(0).told).not.toMatchObject(upTo(10))
  })
})
