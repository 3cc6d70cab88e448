import type { GatewayState } from '@tickwall/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wires } from '../contract/wires.js'
import { AUDIENCE, ISSUER, SECRET, token } from '../fakes/issuer.js'
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

/** Asks with a JSON body, as an operator or a screen does. */
async function ask(url: string, body: object | null, { method = 'POST', ...headers }: Record<string, string> = {}) {
  const json = body === null ? {} : { body: JSON.stringify(body) }
  const response = await fetch(url, { method, headers: { 'content-type': 'application/json', ...headers }, ...json })
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> }
}

describe('what an operator publishes', () => {
  const TOPICS = ['sys/announcements', 'sys/commands', 'sys/screens']
  let bench: GatewayBench
  beforeAll(async () => {
    bench = await gatewayBench()
  })
  afterAll(() => bench.gateway.close())

  it.each(wires)('[SYS4] [SYS6] reaches those who listen by $name, and is taken back', async (wire) => {
    const client = await wire.join(bench.url, { topics: TOPICS, maxHz: 20 })
    const { status, answer } = await ask(`${bench.url}/api/announcements`, { text: 'Maintenance', screens: 'lobby*' })
    expect(status).toBe(200)
    const { id, at, until } = answer as { id: string; at: number; until: number }
    expect(until - at).toBe(3_600_000)
    const held = () => client.log.state('sys/announcements')
    await expect
      .poll(held, PATIENCE)
      .toEqual({ [id]: { text: 'Maintenance', severity: 'info', screens: 'lobby*', at, until } })
    const url = `${bench.url}/api/announcements?id=${id}`
    expect(await ask(url, null, { method: 'DELETE' })).toEqual({ status: 200, answer: { id } })
    await expect.poll(held, PATIENCE).toEqual({})
    expect(await ask(url, null, { method: 'DELETE' })).toMatchObject({ status: 404, answer: { code: 'notFound' } })
    await client.leave()
    expect(client.log.broken).toEqual([])
  })

  it('[SYS8] ends by itself: a command is there for its seconds and no longer', async () => {
    const client = await wires[0]!.join(bench.url, { topics: TOPICS, maxHz: 20 })
    const asked = { command: 'goto', path: '/wall/all', seconds: 1, id: '0b9c7f5e0b9c7f5e' }
    const { answer } = await ask(`${bench.url}/api/commands`, asked)
    expect(answer['id']).toBe(asked.id)
    const held = () => client.log.state('sys/commands')
    await expect
      .poll(held, PATIENCE)
      .toMatchObject({ [asked.id]: { command: 'goto', path: '/wall/all', screens: '*' } })
    await expect.poll(held, PATIENCE).toEqual({})
    await client.leave()
  })

  it('[SYS9] shows what screens report, and refuses those who report too often', async () => {
    const client = await wires[0]!.join(bench.url, { topics: TOPICS, maxHz: 20 })
    const health = { name: 'lobby', page: '/wall', state: 'live', build: '1' }
    const figures = { framesPerSecond: 60, frameP95Ms: 17, heapBytes: null, paint: null }
    const report = () => ask(`${bench.url}/api/screens`, { id: '00000000000000aa', ...health, ...figures })
    expect((await report()).status).toBe(200)
    await expect
      .poll(() => client.log.state('sys/screens'), PATIENCE)
      .toMatchObject({ '00000000000000aa': { ...health, ...figures } })
    const answers = await Promise.all(Array.from({ length: 20 }, report))
    expect(answers.find(({ status }) => status === 429)?.answer).toMatchObject({ code: 'tooManyRequests' })
    await client.leave()
  })

  it('[SYS6] [SYS8] [SYS9] is refused where it is not understood', async () => {
    for (const path of ['announcements', 'commands', 'screens']) {
      const url = `${bench.url}/api/${path}`
      expect(await ask(url, { text: '', command: 'eval' })).toMatchObject({
        status: 400,
        answer: { code: 'badRequest' },
      })
      expect(await ask(url, { text: 'x' }, { 'content-type': 'text/plain' })).toMatchObject({ status: 400 })
      expect(await ask(url, { text: 'x'.repeat(9000) })).toMatchObject({ status: 413 })
      expect((await fetch(url)).status).toBe(405)
    }
  })

  it('[SYS7] is refused to others than this machine where nobody brings a token', async () => {
    for (const path of ['announcements', 'commands'])
      expect(
        await ask(`${bench.url}/api/${path}`, { text: 'x', command: 'reload' }, { 'x-forwarded-for': '10.0.0.1' }),
      ).toMatchObject({ status: 403, answer: { code: 'forbidden' } })
  })

  it('[SYS7] is left to those whose token says so', async () => {
    const environment = { AUTH: 'jwt', JWT_SECRET: SECRET, JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE }
    const guarded = await gatewayBench({ environment })
    const bearer = async (tickwall: object) => ({ authorization: `Bearer ${await token({ claims: { tickwall } })}` })
    const url = `${guarded.url}/api/announcements`
    const reader = await bearer({ allow: ['**'] })
    const operator = await bearer({ allow: ['sys/announcements'], publish: ['sys/announcements'] })
    expect(await ask(url, { text: 'x' })).toMatchObject({ status: 401 })
    expect(await ask(url, { text: 'x' }, reader)).toMatchObject({ status: 403, answer: { code: 'forbidden' } })
    expect(await ask(url, { text: 'x' }, operator)).toMatchObject({ status: 200 })
    expect(await ask(`${guarded.url}/api/commands`, { command: 'reload' }, operator)).toMatchObject({ status: 403 })
    // Who may publish on one topic reads no other.
    const read = await fetch(`${guarded.url}/snapshot?topics=sys/screens,sys/announcements`, { headers: operator })
    expect(await read.json()).toMatchObject({
      topics: [{ topic: 'sys/announcements' }],
      rejected: [{ topic: 'sys/screens', code: 'forbiddenTopic' }],
    })
    await guarded.gateway.close()
  })
})
