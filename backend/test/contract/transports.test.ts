import { setImmediate as nextTurn } from 'node:timers/promises'
import type { InputRecord } from '@tickwall/protocol'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { parseConfig } from '../../src/config/parse-config.js'
import { createGateway } from '../../src/gateway/create-gateway.js'
import type { Gateway } from '../../src/gateway/start-gateway.js'
import { createLog } from '../../src/observe/log.js'
import { Die } from '../fuzz/die.js'
import { ClientLog, type ContractClient, type Place, type Wire, type Wish } from './contract-client.js'
import { SharedLog, TIME_MS, type SharedLogSource } from './shared-log.js'
import { wires } from './wires.js'

const BTC = 'quote/usdm:BTCUSDT'
const ETH = 'quote/usdm:ETHUSDT'
const TAPE = 'trades/usdm:BTCUSDT'
const BARS = 'bars/usdm:BTCUSDT/1m'
const CPU = 'metric/web-1/cpu'
const SOON = { timeout: 60_000, interval: 5 }

const quote = (bid: string, instrument = 'usdm:BTCUSDT'): InputRecord => ({
  ...{ type: 'quote', instrument, bid, ask: '9' },
})
const trade = (price: string, size = '1', id: string | null = null): InputRecord => ({
  ...{ type: 'trade', instrument: 'usdm:BTCUSDT', price, size, id },
})
const load = (value: number): InputRecord => ({ type: 'metric', host: 'web-1', name: 'cpu', value })

interface Node {
  readonly gateway: Gateway
  readonly source: SharedLogSource
}

const open: Gateway[] = []
const clients: ContractClient[] = []
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.leave()))
  await Promise.all(open.splice(0).map((gateway) => gateway.close()))
})

async function start(log: SharedLog, environment: Record<string, string> = {}, horizon = 0): Promise<Node> {
  const source = log.source(horizon)
  const config = parseConfig({
    ...{
      PORT: '0',
      SERVER_NAME: 'gw-contract',
      DASHBOARD_DIR: '/nonexistent',
      DRAIN_MS: '600',
      DRAIN_SPREAD_MS: '1000',
    },
    ...environment,
  })
  const gateway = await createGateway(config, { source, log: createLog('error', 'gw-contract') })
  open.push(gateway)
  await gateway.ready
  return { gateway, source }
}

/** Whatever was told: nothing was told that must not be. */
async function join(wire: Wire, { gateway }: Node, wish: Wish): Promise<ContractClient> {
  const client = await wire.join(gateway.url, wish)
  clients.push(client)
  return client
}

async function leave(client: ContractClient): Promise<Place> {
  clients.splice(clients.indexOf(client), 1)
  expect(client.log.broken).toEqual([])
  return client.leave()
}

const reached = ({ log }: ContractClient, topic: string, offset: number) =>
  vi.waitFor(() => expect(log.offset(topic)).toBe(offset), SOON)

/** What a client is told, of which nothing but the order of simultaneous topics may differ. */
describe.each(wires.map((wire) => [wire.name, wire] as const))('a client over %s', (_name, wire) => {
  it('[SUB1] is told the state, and then each change, in order and once', async () => {
    const log = new SharedLog()
    log.append(quote('1'), load(5))
    const node = await start(log)
    const client = await join(wire, node, { topics: [BTC, CPU, ETH] })
    expect(client.answer).toMatchObject({
      topics: [BTC, CPU, ETH].map((topic) => ({ topic, hz: 'raw', start: 'snapshot' })),
      rejected: [],
    })
    await reached(client, CPU, 0)
    const decimals = { price: 0, size: 0 }
    const state = { bid: '1', ask: '9', quoteAt: TIME_MS, decimals }
    expect(client.log.take()).toEqual([
      { told: 'snapshot', topic: BTC, epoch: 'e1-ticks', offset: 0, state },
      expect.objectContaining({ told: 'snapshot', topic: CPU, epoch: 'e1-metrics', offset: 0 }),
      { told: 'snapshot', topic: ETH, epoch: '', offset: -1, state: {} },
    ])
    for (const bid of ['2', '3', '4']) {
      log.append(quote(bid))
      await reached(client, BTC, log.end)
    }
    log.append(quote('7', 'usdm:ETHUSDT'))
    await reached(client, ETH, 4)
    log.append(quote('8', 'usdm:ETHUSDT'))
    await reached(client, ETH, 5)
    expect(client.log.take()).toEqual([
      { told: 'delta', topic: BTC, offset: 1, changes: { bid: '2' } },
      { told: 'delta', topic: BTC, offset: 2, changes: { bid: '3' } },
      { told: 'delta', topic: BTC, offset: 3, changes: { bid: '4' } },
      { told: 'snapshot', topic: ETH, epoch: 'e1-ticks', offset: 4, state: { ...state, bid: '7' } },
      { told: 'delta', topic: ETH, offset: 5, changes: { bid: '8' } },
    ])
    expect(client.log.state(BTC)).toEqual({ ...state, bid: '4' })
  })

  it('[SUB4] holds the empty state of a topic without records until the first comes', async () => {
    const log = new SharedLog()
    const node = await start(log)
    const client = await join(wire, node, { topics: [TAPE] })
    await vi.waitFor(() => expect(client.log.heard).toHaveLength(1), SOON)
    log.append(trade('1'))
    await reached(client, TAPE, 0)
    expect(client.log.take()).toEqual([
      { told: 'snapshot', topic: TAPE, epoch: '', offset: -1, state: {} },
      expect.objectContaining({ told: 'snapshot', topic: TAPE, epoch: 'e1-ticks', offset: 0 }),
    ])
  })

  it('[SUB5] is refused what is malformed, [SUB6] and what is too much, and gets the rest', async () => {
    const log = new SharedLog()
    log.append(quote('1'))
    const node = await start(log, { LIMIT_TOPICS: '2' })
    const client = await join(wire, node, { topics: ['quote/', BTC, BTC, 'bars/a/7m', ETH, TAPE], maxHz: 7 })
    expect(client.answer.topics).toMatchObject([
      { topic: BTC, hz: 5 },
      { topic: ETH, hz: 5 },
    ])
    expect(client.answer.rejected.map(({ topic, code }) => [topic, code])).toEqual([
      ['quote/', 'unknownTopic'],
      ['bars/a/7m', 'unknownTopic'],
      [TAPE, 'tooManyTopics'],
    ])
    await reached(client, BTC, 0)
  })

  it('is told the last price of a quiet instrument at once', async () => {
    const log = new SharedLog()
    log.append(quote('0.5'), ...Array.from({ length: 300 }, (_, i) => quote(String(i), 'usdm:ETHUSDT')))
    const node = await start(log)
    // At the slowest rate: a flush comes every five seconds.
    const client = await join(wire, node, { topics: [BTC], maxHz: 0.2 })
    await reached(client, BTC, 300)
    expect(client.log.take()).toMatchObject([{ told: 'snapshot', topic: BTC, offset: 300, state: { bid: '0.5' } }])
  })

  it('[POS2] goes on anywhere from where it was, with what it missed and no snapshot', async () => {
    const log = new SharedLog()
    log.append(quote('1'), load(5), trade('3'))
    const nodes = [await start(log), await start(log)] as const
    const topics = [BTC, CPU, TAPE, BARS]
    const first = await join(wire, nodes[0], { topics })
    for (const topic of topics) await vi.waitFor(() => expect(first.log.offset(topic)).toBeGreaterThanOrEqual(0), SOON)
    const from = await leave(first)
    first.log.take()
    log.append(quote('2'), quote('3'), trade('4'))
    const second = await join(wire, nodes[1], { topics, from, log: first.log })
    expect(second.answer.topics.map(({ start }) => start)).toEqual(topics.map(() => 'resume'))
    await reached(second, BARS, log.end)
    const told = [...first.log.heard]
    expect(told.filter((heard) => heard.told !== 'delta')).toEqual([])
    expect(told).toContainEqual(
      expect.objectContaining({ topic: BTC, offset: 4, changes: expect.objectContaining({ bid: '3' }) }),
    )
    const fresh = await join(wire, nodes[0], { topics })
    await reached(fresh, BARS, log.end)
    for (const topic of topics) expect(second.log.state(topic), topic).toEqual(fresh.log.state(topic))
    log.append(quote('5'))
    await reached(second, BTC, 5)
    expect(second.log.take().at(-1)).toEqual({ told: 'delta', topic: BTC, offset: 5, changes: { bid: '5' } })
  })

  it('[POS3] begins anew where what it has is void, [POS4] and where its position is too old', async () => {
    const log = new SharedLog()
    log.append(quote('1'), quote('2'), quote('3'))
    const node = await start(log)
    const first = await join(wire, node, { topics: [BTC] })
    await reached(first, BTC, 2)
    const from = await leave(first)
    log.append(quote('4'), quote('5'))
    const late = await start(log, {}, 4)
    const old = await join(wire, late, { topics: [BTC], from })
    expect(old.answer.topics).toMatchObject([{ start: 'snapshot' }])
    await reached(old, BTC, 4)
    expect(old.log.take()).toMatchObject([{ told: 'snapshot', offset: 4 }])

    log.restart('e2')
    log.append(quote('7'))
    const other = await join(wire, node, { topics: [BTC], from })
    expect(other.answer.topics).toMatchObject([{ start: 'reset' }])
    await vi.waitFor(() => expect(other.log.state(BTC)).toMatchObject({ bid: '7' }), SOON)
    expect(other.log.take()).toMatchObject([{ told: 'snapshot', epoch: 'e2-ticks', offset: 0 }])
  })

  it('[POS5] waits for a gateway that lags behind the one it left, is told so, and never goes back', async () => {
    const log = new SharedLog()
    log.append(quote('1'))
    const nodes = [await start(log), await start(log)] as const
    nodes[1].source.holdBack()
    log.append(quote('2'), quote('3'))
    const first = await join(wire, nodes[0], { topics: [BTC] })
    await reached(first, BTC, 2)
    const from = await leave(first)
    first.log.take()
    const second = await join(wire, nodes[1], { topics: [BTC], from, log: first.log })
    expect(second.answer.topics).toMatchObject([{ start: 'resume' }])
    const behind = { told: 'notice', reason: 'behind', topics: [BTC] }
    await vi.waitFor(() => expect(second.log.heard[0]).toEqual(behind), SOON)
    nodes[1].source.goOn()
    log.append(quote('4'))
    await reached(second, BTC, 3)
    expect(second.log.state(BTC)).toMatchObject({ bid: '4' })
    expect(second.log.heard.filter(({ told }) => told === 'snapshot')).toEqual([])
    expect(second.log.broken).toEqual([])
  })

  it('[POS7] is told that its log began anew, then the states of the new one', async () => {
    const log = new SharedLog()
    log.append(quote('1'), load(5))
    const node = await start(log)
    const client = await join(wire, node, { topics: [BTC] })
    await reached(client, BTC, 0)
    client.log.take()
    log.restart('e2')
    log.append(quote('6'), quote('7'))
    await vi.waitFor(() => expect(client.log.state(BTC)).toMatchObject({ bid: '7' }), SOON)
    const [notice, snapshot] = client.log.take()
    expect(notice).toEqual({ told: 'notice', reason: 'reset', topics: [BTC] })
    expect(snapshot).toMatchObject({ told: 'snapshot', topic: BTC, epoch: 'e2-ticks' })
  })

  it('[LST3] is told how much of a tape it will never see', async () => {
    const log = new SharedLog()
    log.append(trade('1'))
    const node = await start(log)
    const first = await join(wire, node, { topics: [TAPE] })
    await reached(first, TAPE, 0)
    const from = await leave(first)
    log.append(...Array.from({ length: 250 }, (_, i) => trade(String(i))))
    const second = await join(wire, node, { topics: [TAPE], from, log: first.log })
    await reached(second, TAPE, 250)
    expect(second.log.lost(TAPE)).toBe(50)
    const { items } = second.log.state(TAPE) as { items: [number][] }
    expect(items.map(([offset]) => offset)).toEqual(Array.from({ length: 200 }, (_, i) => i + 51))
  })

  /** Enough to see that it is; a slow machine takes so long to them that the client is sent less often as well [CFL9]. */
  const SKIPPED = 3

  it('[CFL7] is skipped while it does not read, and made up for with one frame', async () => {
    const log = new SharedLog()
    log.append(trade('1'))
    const node = await start(log, { LIMIT_UNSENT_BYTES: '1024' })
    const { measures } = node.gateway.parts
    const client = await join(wire, node, { topics: [TAPE, BTC] })
    await reached(client, TAPE, 0)
    client.pause()
    const long = 'x'.repeat(50)
    const isPoll = measures.streams.total('poll') > 0
    let trades = 0
    // A poller that rests is sent nothing; others fill the buffers of both kernels, until these take no more.
    for (let turns = 0; isPoll ? turns < 50 : measures.skipped.total < SKIPPED; turns++) {
      log.append(...Array.from({ length: 200 }, () => trade('2', '1', `${String(++trades)}-${long}`)))
      await nextTurn()
    }
    if (isPoll) await vi.waitFor(() => expect(node.gateway.parts.streams.size('poll')).toBe(0), SOON)
    const sent = measures.frames.total
    const before = measures.catchUps.total
    log.append(trade('777'))
    await nextTurn()
    expect(measures.frames.total).toBe(sent)
    client.goOn()
    await reached(client, TAPE, log.end)
    expect(client.log.state(BTC)).toMatchObject({ last: '777', trades: trades + 2 })
    expect(measures.frames.total).toBe(sent + 1)
    expect(measures.catchUps.total).toBe(isPoll ? 0 : before + 1)
    expect(client.log.broken).toEqual([])
    log.append(trade('778'))
    await reached(client, BTC, log.end)
    expect(client.log.state(BTC)).toMatchObject({ last: '778' })
  })

  it('[CFL1] is told no more often than it was granted, and the last state in the end', async () => {
    const log = new SharedLog()
    log.append(quote('0'))
    const node = await start(log)
    const client = await join(wire, node, { topics: [BTC], maxHz: 2 })
    await reached(client, BTC, 0)
    const startMs = performance.now()
    for (let i = 1; i <= 300; i++) {
      log.append(quote(String(i)))
      await nextTurn()
    }
    await reached(client, BTC, 300)
    const flushes = Math.floor((performance.now() - startMs) / 500) + 1
    // The snapshot, and a frame for each flush at most; a timer that was late makes none of them up.
    expect(client.log.frames).toBeLessThanOrEqual(flushes + 1)
    expect(client.log.state(BTC)).toMatchObject({ bid: '300' })
  })

  it('[NTC2] is told that the source was lost, and that it is back', async () => {
    const log = new SharedLog()
    log.append(quote('1'))
    const node = await start(log)
    const client = await join(wire, node, { topics: [BTC] })
    await reached(client, BTC, 0)
    client.log.take()
    for (const [state, reason] of [
      ['lost', 'sourceLost'],
      ['live', 'sourceBack'],
    ] as const) {
      const { streams } = node.gateway.parts
      if (wire.name === 'long polls') await vi.waitFor(() => expect(streams.size('poll')).toBe(1), SOON)
      node.source.state$.next(state)
      await vi.waitFor(() => expect(client.log.take()).toEqual([{ told: 'notice', reason, topics: [] }]), SOON)
    }
  })

  it('[CLS3] is sent away when its gateway ends, and goes on at another without a snapshot', async () => {
    const log = new SharedLog()
    log.append(quote('1'), trade('2'))
    const nodes = [await start(log), await start(log)] as const
    const client = await join(wire, nodes[0], { topics: [BTC, TAPE] })
    await reached(client, TAPE, 1)
    client.log.take()
    const closed = nodes[0].gateway.close()
    await vi.waitFor(() => expect(client.log.heard.at(-1)).toMatchObject({ told: 'closing' }), SOON)
    const from = await leave(client)
    await closed
    client.log.take()
    log.append(quote('3'))
    const second = await join(wire, nodes[1], { topics: [BTC, TAPE], from, log: client.log })
    expect(second.answer.topics).toMatchObject([{ start: 'resume' }, { start: 'resume' }])
    await reached(second, BTC, 2)
    expect(second.log.take().filter(({ told }) => told === 'snapshot')).toEqual([])
    expect(second.log.state(BTC)).toMatchObject({ bid: '3', last: '2' })
  })
})

describe('clients that come back by another transport, to another gateway', () => {
  it.each([11, 12])(
    '[CUR4] hold the state of the log in the end, having had no second snapshot: seed %i',
    async (seed) => {
      const die = new Die(seed)
      const log = new SharedLog()
      const topics = [BTC, ETH, TAPE, BARS, CPU]
      const more = (): void => {
        for (let i = 0; i < 12; i++) {
          const price = String(die.below(1000))
          const instrument = die.chance(0.5) ? 'usdm:BTCUSDT' : 'usdm:ETHUSDT'
          if (die.chance(0.4)) log.append(quote(price, instrument))
          else if (die.chance(0.8)) log.append(trade(price, String(1 + die.below(9))))
          else log.append(load(die.below(100)))
        }
      }
      log.append(quote('1'), quote('1', 'usdm:ETHUSDT'), trade('1'), load(1))
      const nodes = [await start(log), await start(log)]
      // The lists end up with the same items on every way only while nothing falls out of the tape.
      const wanderers = wires.map(() => ({ log: new ClientLog(topics), from: undefined as Place | undefined }))
      for (let move = 0; move < 8; move++) {
        const joined = await Promise.all(
          wanderers.map(async (wanderer) => {
            const client = await join(die.pick(wires), die.pick(nodes), { ...wanderer, topics })
            if (wanderer.from !== undefined)
              expect(client.answer.topics.map(({ start }) => start)).toEqual(topics.map(() => 'resume'))
            return client
          }),
        )
        more()
        for (const client of joined)
          if (move === 7 || move === 0 || die.chance(0.5)) await reached(client, BTC, log.end)
        if (move === 0)
          for (const client of joined)
            for (const topic of topics)
              await vi.waitFor(() => expect(client.log.offset(topic)).toBeGreaterThanOrEqual(0), SOON)
        if (move < 7)
          for (const [i, client] of joined.entries()) (wanderers[i] as { from?: Place }).from = await leave(client)
      }
      const fresh = await join(wires[0] as Wire, nodes[0] as Node, { topics })
      for (const topic of topics)
        await vi.waitFor(() => expect(fresh.log.offset(topic)).toBeGreaterThanOrEqual(0), SOON)
      for (const { log: held } of wanderers) {
        for (const topic of topics)
          await vi.waitFor(() => expect(held.state(topic), topic).toEqual(fresh.log.state(topic)), SOON)
        expect(held.broken).toEqual([])
        expect(held.heard.filter(({ told }) => told === 'snapshot')).toHaveLength(topics.length)
      }
    },
  )
})
