import { createLink, type Link, type LinkOptions, type Subscription, type Transport } from '@tickwall/client'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { parseConfig } from '../../src/config/parse-config.js'
import { createGateway } from '../../src/gateway/create-gateway.js'
import type { Gateway } from '../../src/gateway/start-gateway.js'
import { createLog } from '../../src/observe/log.js'
import { FedSource } from '../fakes/fed-source.js'
import { ODD_TOPICS as TOPICS, OddMarket } from '../fakes/odd-market.js'
import { UpgradelessProxy } from '../fakes/upgradeless-proxy.js'

const GENEROUS = { timeout: 60_000, interval: 20 }

describe('a link and a real gateway', () => {
  const source = new FedSource()
  const market = new OddMarket(11)
  let gateway: Gateway
  let proxy: UpgradelessProxy
  let link: Link
  let carried: Transport[]

  beforeAll(async () => {
    const config = parseConfig({ PORT: '0', SERVER_NAME: 'gw-ladder', DASHBOARD_DIR: '/nonexistent' })
    gateway = await createGateway(config, { source, log: createLog('warn', 'gw-ladder', { write: () => {} }) })
    await gateway.ready
    feed()
  })
  afterAll(() => gateway.close())

  beforeEach(async () => {
    proxy = await UpgradelessProxy.to(Number(new URL(gateway.url).port))
  })
  afterEach(() => {
    link.close()
    proxy.close()
  })

  const feed = (): void => source.feed(market.next())

  /** Holds every topic through the proxy. */
  function hold(options: Partial<LinkOptions>): Subscription[] {
    link = createLink({
      url: `ws://127.0.0.1:${String(proxy.port)}/ws`,
      WebSocket,
      // Waits are short, and patience is long: a machine that is busy changes nothing.
      random: () => 0.05,
      requestTimeoutMs: 60_000,
      handshakeTimeoutMs: 60_000,
      fallbackAfter: 2,
      climbAfterMs: 100,
      ...options,
    })
    carried = []
    link.on('transport', (transport) => carried.push(transport))
    return TOPICS.map((topic) => link.subscribe(topic, { maxHz: 20 }))
  }

  async function isLevel(subscriptions: readonly Subscription[]): Promise<void> {
    const answer = await fetch(`${gateway.url}/snapshot?topics=${TOPICS.map(encodeURIComponent).join(',')}`)
    const { topics } = (await answer.json()) as { topics: { state: unknown }[] }
    const truth = topics.map(({ state }) => state)
    await expect.poll(() => subscriptions.map(({ state }) => ({ ...state })), GENEROUS).toEqual(truth)
  }

  const hasResumed = (subscriptions: readonly Subscription[]): Promise<void> =>
    expect.poll(() => subscriptions.map(({ start }) => start), GENEROUS).toEqual(TOPICS.map(() => 'resume'))

  async function follow(subscriptions: readonly Subscription[], steps: number): Promise<void> {
    for (let step = 0; step < steps; step++) {
      await isLevel(subscriptions)
      feed()
    }
    await isLevel(subscriptions)
  }

  it.each(['webSocket', 'sse', 'poll'] as const)('follow each other by %s, whatever changes', async (transport) => {
    proxy.isOpen = true
    const subscriptions = hold({ transport })
    await follow(subscriptions, 3)
    expect(link.state).toMatchObject({ state: 'open', transport, hello: { server: 'gw-ladder' } })
    expect(await link.ping()).toBeGreaterThan(0)
    expect(await subscriptions[0]?.rate('raw')).toBe('raw')
    await link.subscribe(`${String(TOPICS[0])}x`).unsubscribe()
    link.cut()
    feed()
    await isLevel(subscriptions)
    await hasResumed(subscriptions)
    expect([link.stats.gaps, link.stats.puzzles, carried]).toEqual([0, 0, [transport]])
  })

  it('[LNK6] goes on by SSE where a proxy stops WebSockets, and climbs back once it does not', async () => {
    const subscriptions = hold({})
    await expect.poll(() => link.transport, GENEROUS).toBe('sse')
    await follow(subscriptions, 2)
    await expect.poll(() => proxy.refused, GENEROUS).toBeGreaterThan(3)
    expect(link.state).toMatchObject({ state: 'open', transport: 'sse' })
    proxy.isOpen = true
    await expect.poll(() => link.transport, GENEROUS).toBe('webSocket')
    await follow(subscriptions, 2)
    await hasResumed(subscriptions)
    proxy.shut()
    feed()
    await expect.poll(() => carried, GENEROUS).toEqual(['sse', 'webSocket', 'sse'])
    await follow(subscriptions, 2)
    expect([link.stats.gaps, link.stats.puzzles]).toEqual([0, 0])
  })

  it('[LNK2] goes on in another link from what the first one kept', async () => {
    proxy.isOpen = true
    const first = hold({ transport: 'sse' })
    await isLevel(first)
    const kept = first.map((subscription) => JSON.stringify(subscription.save()))
    link.close()
    feed()
    hold({ transport: 'poll' })
    const second = TOPICS.map((topic, i) => link.subscribe(topic, { from: JSON.parse(String(kept[i])) as never }))
    await follow(second, 1)
    expect(second.map(({ start }) => start)).toEqual(kept.map((text) => (text === 'null' ? 'snapshot' : 'resume')))
  })
})
