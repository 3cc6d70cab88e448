import type { GatewayState } from '@tickwall/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wires } from '../contract/wires.js'
import { gatewayBench, type GatewayBench } from '../fakes/gateway-bench.js'

/** Conditions, not durations: a machine that is busy takes as long as it takes. */
const PATIENCE = { timeout: 30_000, interval: 20 }
const TOPIC = 'sys/gateway'

const stateIn = (value: unknown): Partial<GatewayState> => value as Partial<GatewayState>

describe('topics about the gateway', () => {
  let one: GatewayBench
  let two: GatewayBench
  beforeAll(async () => {
    ;[one, two] = await Promise.all([
      gatewayBench({ environment: { SERVER_NAME: 'gw-1' } }),
      gatewayBench({ environment: { SERVER_NAME: 'gw-2' } }),
    ])
  })
  afterAll(() => Promise.all([one.gateway.close(), two.gateway.close()]))

  it.each(wires)('[SYS1] [SYS3] tell by $name how it is, second by second', async (wire) => {
    const client = await wire.join(one.url, { topics: [TOPIC], maxHz: 20 })
    expect(client.answer.topics).toMatchObject([{ topic: TOPIC, start: 'snapshot' }])
    const held = () => stateIn(client.log.state(TOPIC))
    await expect.poll(held, PATIENCE).toMatchObject({ server: 'gw-1', phase: 'ready', source: 'live' })
    const { connections = 0, streams = 0, sampledAt = 0 } = held()
    expect(connections + streams).toBeGreaterThan(wire.name.startsWith('long') ? -1 : 0)
    // What is told at its second look: how much went out since the first.
    await expect.poll(() => held().bytesPerSecond, PATIENCE).toBeGreaterThanOrEqual(0)
    await expect.poll(() => held().sampledAt, PATIENCE).toBeGreaterThan(sampledAt)
    await client.leave()
    expect(client.log.broken).toEqual([])
  })

  it.each(wires)('[SYS2] go on by $name where a client left off, and begin anew at another gateway', async (wire) => {
    const first = await wire.join(one.url, { topics: [TOPIC], maxHz: 20 })
    await expect.poll(() => first.log.offset(TOPIC), PATIENCE).toBeGreaterThan(0)
    const place = await first.leave()

    const again = await wire.join(one.url, { topics: [TOPIC], maxHz: 20, from: place, log: first.log })
    expect(again.answer.topics).toMatchObject([{ topic: TOPIC, start: 'resume' }])
    const left = await again.leave()

    again.log.take()
    const moved = await wire.join(two.url, { topics: [TOPIC], maxHz: 20, from: left, log: again.log })
    expect(moved.answer.topics).toMatchObject([{ topic: TOPIC, start: 'reset' }])
    await expect.poll(() => stateIn(moved.log.state(TOPIC)).server, PATIENCE).toBe('gw-2')
    expect(moved.log.heard.find(({ told }) => told === 'snapshot' || told === 'delta')).toMatchObject({
      told: 'snapshot',
    })
    await moved.leave()
    expect(moved.log.broken).toEqual([])
  })

  it('[SYS1] are listed, and answered without a session', async () => {
    const get = async (path: string): Promise<unknown> => (await fetch(`${one.url}${path}`)).json()
    const names = ['sys/announcements', 'sys/commands', 'sys/gateway', 'sys/screens']
    expect(await get('/api/topics?query=sys/')).toEqual({ topics: names.map((topic) => ({ topic, kind: 'sys' })) })
    expect(await get(`/snapshot?topics=${names.join()},sys/nothing`)).toMatchObject({
      server: 'gw-1',
      topics: names.map((topic) => ({ topic, state: topic === TOPIC ? { server: 'gw-1', phase: 'ready' } : {} })),
      rejected: [{ topic: 'sys/nothing', code: 'unknownTopic' }],
    })
  })

  it('[SYS3] say the same as the metrics', async () => {
    expect((await fetch(`${one.url}/snapshot?topics=`)).status).toBe(400)
    const told = async (): Promise<number> => {
      const { topics } = (await (await fetch(`${one.url}/snapshot?topics=${TOPIC}`)).json()) as {
        topics: [{ state: GatewayState }]
      }
      return topics[0].state.refused
    }
    await expect.poll(told, PATIENCE).toBe(1)
    expect(await (await fetch(`${one.url}/metrics`)).text()).toContain(
      'tickwall_connections_refused_total{code="badRequest"} 1',
    )
  })
})
