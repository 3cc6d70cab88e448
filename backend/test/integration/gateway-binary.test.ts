import { createLink } from '@tickwall/client'
import { SUBPROTOCOLS, type ServerMessage } from '@tickwall/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { parseConfig } from '../../src/config/parse-config.js'
import { createGateway } from '../../src/gateway/create-gateway.js'
import type { Gateway } from '../../src/gateway/start-gateway.js'
import type { OutgoingRecord } from '../../src/ingest/process-log.js'
import { createLog } from '../../src/observe/log.js'
import { FedSource } from '../fakes/fed-source.js'
import { SocketClient } from '../fakes/socket-client.js'
import { Watcher } from '../fakes/watcher.js'
import { Die } from '../fuzz/die.js'

const INSTRUMENTS = ['usdm:BTCUSDT', 'spot:ETHUSDT', 'x:ODD', 'x:比']
const TOPICS = [
  ...INSTRUMENTS.flatMap((instrument) =>
    ['quote/', 'trades/', 'bars/'].map(
      (kind) => `${kind}${encodeURIComponent(instrument).replace('%3A', ':')}${kind === 'bars/' ? '/1s' : ''}`,
    ),
  ),
  'metric/web-1/cpu',
]
const GENEROUS = { timeout: 60_000, interval: 20 }

/** Texts as venues write them: fixed decimals, eight of them, and whatever is allowed. */
const PRICES: Record<string, readonly string[]> = {
  'usdm:BTCUSDT': ['61837.60', '61837.63', '61840.00', '59500.10'],
  'spot:ETHUSDT': ['2683.80000000', '2683.81000000', '2690.00000000'],
  'x:ODD': ['10', '10.0', '9.99', '-3', '0', '-0.0', '007', '90071992547409931.5', '0.000000000000000001'],
  'x:比': ['1.5', '1', '1.25', '99999999999999999999999.5'],
}
const SIZES = ['1', '0.020', '3.02920000', '0', '2.000000000000000001', '1234567']

describe('a gateway that speaks both forms', () => {
  const source = new FedSource()
  const die = new Die(7)
  let gateway: Gateway
  let nowMs = Date.UTC(2026, 2, 2, 23, 59, 50)

  beforeAll(async () => {
    gateway = await createGateway(parseConfig({ PORT: '0', SERVER_NAME: 'gw-both', DASHBOARD_DIR: '/nonexistent' }), {
      source,
      log: createLog('warn', 'gw-both', { write: () => {} }),
    })
    await gateway.ready
  })
  afterAll(() => gateway.close())

  /** Some seconds of ticks of everything; after a few calls the day turns. */
  function feed(): void {
    const records: OutgoingRecord[] = []
    for (let i = 0; i < 120; i++) {
      nowMs += die.below(30)
      const time = nowMs - (die.chance(0.1) ? die.below(5000) : 0)
      const instrument = INSTRUMENTS[i % INSTRUMENTS.length] as string
      const prices = PRICES[instrument] as readonly string[]
      const optional = <T>(value: T): T | null => (die.chance(0.2) ? null : value)
      const ticks = { log: 'ticks', key: instrument, timeMs: nowMs } as const
      records.push(
        {
          ...ticks,
          value: {
            ...{ type: 'trade', instrument, time, price: die.pick(prices), size: die.pick(SIZES) },
            ...{ side: optional(die.pick(['buy', 'sell'])), id: optional(die.pick([`${nowMs}${i}`, `é-${i}`])) },
          },
        },
        {
          ...ticks,
          value: {
            ...{ type: 'quote', instrument, time, bid: die.pick(prices), bidSize: optional(die.pick(SIZES)) },
            ...{ ask: die.pick(prices), askSize: optional(die.pick(SIZES)) },
          },
        },
        {
          ...{ log: 'metrics', key: 'web-1', timeMs: nowMs },
          value: {
            ...{ type: 'metric', host: 'web-1', name: 'cpu', unit: optional('°C'), time },
            value: die.pick([12.3, 0.1 + 0.2, -1e-9, 0, 1e21, 7]),
          },
        },
      )
    }
    source.feed(records)
  }

  /** What the gateway holds, as texts. */
  async function held(): Promise<string[]> {
    const answer = await fetch(`${gateway.url}/snapshot?topics=${TOPICS.map(encodeURIComponent).join(',')}`)
    const { topics } = (await answer.json()) as { topics: { state: unknown }[] }
    return topics.map(({ state }) => inOrder(state))
  }
  const holds = (watcher: Watcher): string[] => TOPICS.map((topic) => inOrder(watcher.state(topic)))

  async function follow(watcher: Watcher, protocol: string): Promise<void> {
    await watcher.follow(gateway.url, TOPICS, 20, [protocol])
  }

  it('[BIN2] brings clients of both to the same states, step after step', async () => {
    feed()
    const json = new Watcher()
    const binary = new Watcher()
    await follow(json, SUBPROTOCOLS.json)
    await follow(binary, SUBPROTOCOLS.binary)
    expect(binary.client.ws.protocol).toBe(SUBPROTOCOLS.binary)
    for (let step = 0; step < 8; step++) {
      const truth = await held()
      await expect.poll(() => holds(json), GENEROUS).toEqual(truth)
      await expect.poll(() => holds(binary), GENEROUS).toEqual(truth)
      feed()
    }
    for (const watcher of [json, binary]) {
      expect(watcher.broken).toEqual([])
      watcher.cut()
    }
  })

  it('[BIN1] sends frames as binary messages and everything else as text, and takes text', async () => {
    const url = `${gateway.url.replace('http', 'ws')}/ws`
    const client = await SocketClient.open(url, [SUBPROTOCOLS.binary, SUBPROTOCOLS.json])
    const forms = new Map<string, boolean>()
    client.ws.on('message', (data, isBinary) => {
      forms.set(isBinary ? 'frame' : (JSON.parse(String(data)) as ServerMessage).type, isBinary)
    })
    client.send({ type: 'subscribe', id: 2, topics: TOPICS })
    expect((await client.next('subscribed')).topics).toHaveLength(TOPICS.length)
    await client.next('frame')
    client.send({ type: 'ping', id: 1 })
    expect((await client.next('pong')).id).toBe(1)
    client.ws.send(Buffer.from([0x08, 0x01]), { binary: true })
    expect((await client.next('error')).code).toBe('badRequest')
    forms.delete('hello')
    expect(Object.fromEntries(forms)).toEqual({ subscribed: false, frame: true, pong: false, error: false })
    client.ws.close()
    await client.ended
  })

  it.each(['json', 'binary'] as const)('[BIN2] serves our own client in %s', async (codec) => {
    const link = createLink({ url: `${gateway.url.replace('http', 'ws')}/ws`, WebSocket, codec })
    const subscriptions = TOPICS.map((topic) => link.subscribe(topic, { maxHz: 20 }))
    const states = (): string[] => subscriptions.map(({ state }) => inOrder(state))
    for (let step = 0; step < 3; step++) {
      await expect.poll(states, GENEROUS).toEqual(await held())
      feed()
    }
    expect(link.stats.puzzles).toBe(0)
    link.close()
  })

  it('[POS2] resumes from positions that the other form gave', async () => {
    const watcher = new Watcher()
    await follow(watcher, SUBPROTOCOLS.json)
    await expect.poll(() => holds(watcher), GENEROUS).toEqual(await held())
    watcher.cut()
    await watcher.client.ended
    feed()
    await follow(watcher, SUBPROTOCOLS.binary)
    await expect.poll(() => holds(watcher), GENEROUS).toEqual(await held())
    const starts = [...watcher.topics.values()].map(({ start, first }) => `${start} ${first ?? 'nothing'}`)
    expect(new Set(starts)).toEqual(new Set(['resume delta']))
    watcher.cut()
  })
})

/** A state's text with its fields in one order: a client's has that of their arrival. */
function inOrder(state: unknown): string {
  const entries = Object.entries((state ?? {}) as Record<string, unknown>)
  return JSON.stringify(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))))
}
