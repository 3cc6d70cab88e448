import { createLink } from '@tickwall/client'
import { SUBPROTOCOLS, type ServerMessage } from '@tickwall/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { parseConfig } from '../../src/config/parse-config.js'
import { createGateway } from '../../src/gateway/create-gateway.js'
import type { Gateway } from '../../src/gateway/start-gateway.js'
import { createLog } from '../../src/observe/log.js'
import { FedSource } from '../fakes/fed-source.js'
import { ODD_TOPICS as TOPICS, OddMarket } from '../fakes/odd-market.js'
import { SocketClient } from '../fakes/socket-client.js'
import { Watcher } from '../fakes/watcher.js'

const GENEROUS = { timeout: 60_000, interval: 20 }

describe('a gateway that speaks both forms', () => {
  const source = new FedSource()
  const market = new OddMarket(7)
  let gateway: Gateway

  beforeAll(async () => {
    gateway = await createGateway(parseConfig({ PORT: '0', SERVER_NAME: 'gw-both', DASHBOARD_DIR: '/nonexistent' }), {
      source,
      log: createLog('warn', 'gw-both', { write: () => {} }),
    })
    await gateway.ready
  })
  afterAll(() => gateway.close())

  const feed = (): void => source.feed(market.next())

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
