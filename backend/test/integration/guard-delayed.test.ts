import type { ServerMessage } from '@tickwall/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/config/parse-config.js'
import { createGateway } from '../../src/gateway/create-gateway.js'
import type { Gateway } from '../../src/gateway/start-gateway.js'
import type { OutgoingRecord } from '../../src/ingest/process-log.js'
import { systemClock } from '../../src/lanes/clock.js'
import { createLog } from '../../src/observe/log.js'
import { FedSource } from '../fakes/fed-source.js'
import { EventReader } from '../fakes/http-stream.js'
import { SECRET, token } from '../fakes/issuer.js'
import { SocketClient } from '../fakes/socket-client.js'

const MINUTE_MS = 60_000
const DELAY_MS = 15 * MINUTE_MS
const OLD_PRICE = '10.25'
const YOUNG_PRICE = '61837.63'
const GENEROUS = { timeout: 30_000, interval: 50 }

const TOPICS = ['quote/x:A', 'trades/x:A', 'bars/x:A/1m', 'quote/x:YOUNG', 'metric/web-1/cpu']
const query = TOPICS.map((topic) => `topics=${encodeURIComponent(topic)}`).join('&')

const trade = (instrument: string, price: string, time: number): OutgoingRecord => ({
  log: 'ticks',
  key: instrument,
  value: { type: 'trade', instrument, time, price, size: '1', side: 'buy' },
  timeMs: time,
})
const metric = (value: number, time: number): OutgoingRecord => ({
  log: 'metrics',
  key: 'web-1',
  value: { type: 'metric', host: 'web-1', name: 'cpu', unit: 'percent', time, value },
  timeMs: time,
})

/** Where a message's frames say what is in them was published. */
const publishedIn = (text: string): number[] => [...text.matchAll(/"at":(\d{13})/g)].map(([, at]) => Number(at))

describe('a client with delayed data', () => {
  const source = new FedSource()
  /** How far the gateway's clock is ahead of this test's. */
  let aheadMs = 0
  const nowMs = (): number => Date.now() + aheadMs
  let gateway: Gateway
  let socketUrl: string
  let live: string
  let delayed: string

  beforeAll(async () => {
    const environment = { AUTH: 'jwt', JWT_SECRET: SECRET, DELAYED_MINUTES: '15', LIMIT_MESSAGES_PER_SECOND: '1000' }
    const config = parseConfig({ PORT: '0', SERVER_NAME: 'gw-late', DASHBOARD_DIR: '/nonexistent', ...environment })
    const log = createLog('warn', 'gw-late', { write: () => {} })
    gateway = await createGateway(config, { source, log, clock: { ...systemClock, nowMs } })
    await gateway.ready
    socketUrl = `${gateway.url.replace('http', 'ws')}/ws`
    const oldMs = Date.now() - 20 * MINUTE_MS
    const youngMs = Date.now() - MINUTE_MS
    source.feed([trade('x:A', OLD_PRICE, oldMs), metric(11.5, oldMs)])
    source.feed([trade('x:A', YOUNG_PRICE, youngMs), trade('x:YOUNG', YOUNG_PRICE, youngMs), metric(61837.63, youngMs)])
    live = await token({ lasts: 7200 })
    delayed = await token({ lasts: 7200, claims: { tickwall: { allow: ['**'], delayMinutes: 10 } } })
  })
  afterAll(() => gateway.close())

  const as = (bearer: string) => ({ Authorization: `Bearer ${bearer}` })
  const read = async (path: string, bearer: string, init: RequestInit = {}): Promise<string> => {
    const answer = await fetch(`${gateway.url}${path}`, { ...init, headers: { ...as(bearer), ...init.headers } })
    expect(answer.status).toBe(200)
    return answer.text()
  }
  const post = (path: string, bearer: string, body: object): Promise<string> =>
    read(path, bearer, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
  /** All that a session is told until a ping behind its request was answered. */
  const told = async (bearer: string, form: string, resume?: Readonly<Record<string, readonly [string, number]>>) => {
    const client = await SocketClient.open(socketUrl, [form, `tickwall.bearer.${bearer}`])
    const given = resume === undefined ? {} : { resume }
    client.send({ type: 'subscribe', id: 1, topics: TOPICS, maxHz: 'raw', ...given })
    await client.next('frame')
    client.send({ type: 'ping', id: 2 })
    await client.next('pong')
    client.ws.close()
    await client.ended
    return client.messages
  }
  const streamed = async (bearer: string, cursor = ''): Promise<string> => {
    const reader = await EventReader.open(`${gateway.url}/sse?${query}&cursor=${cursor}`, { headers: as(bearer) })
    await reader.next('frame')
    reader.cut()
    return JSON.stringify(reader.events.map(({ data }) => data))
  }
  const cursorOf = async (bearer: string): Promise<string> =>
    (JSON.parse(await post('/poll', bearer, { topics: TOPICS, waitMs: 0 })) as { cursor: string }).cursor
  /** Where a real-time client stands. */
  const positions = async (bearer: string) => {
    const { topics } = JSON.parse(await read(`/snapshot?${query}`, bearer)) as {
      topics: { topic: string; epoch: string; offset: number }[]
    }
    return Object.fromEntries(topics.map(({ topic, epoch, offset }) => [topic, [epoch, offset] as const]))
  }

  /** Every way to be told; each answers all that it was told. */
  const ways: Readonly<Record<string, (bearer: string) => Promise<string>>> = {
    'a session': async (bearer) => JSON.stringify(await told(bearer, 'tickwall.v1.json')),
    'a session with binary frames': async (bearer) => JSON.stringify(await told(bearer, 'tickwall.v1.binary')),
    'a session that was in real time before': async (bearer) =>
      JSON.stringify(await told(bearer, 'tickwall.v1.json', await positions(live))),
    'an event stream': (bearer) => streamed(bearer),
    'an event stream with the cursor of real time': async (bearer) => streamed(bearer, await cursorOf(live)),
    'a poll': (bearer) => post('/poll', bearer, { topics: TOPICS, waitMs: 0 }),
    'a poll with the cursor of real time': async (bearer) =>
      post('/poll', bearer, { topics: TOPICS, waitMs: 0, cursor: await cursorOf(live) }),
    'a snapshot': (bearer) => read(`/snapshot?${query}`, bearer),
    bars: (bearer) => read('/api/bars?instrument=x:A&interval=1m', bearer),
    'the list of topics': (bearer) => read('/api/topics?query=x:', bearer),
  }
  const names = Object.keys(ways)
  const isList = (way: string): boolean => way === 'the list of topics'
  const OLD = (way: string): string => (isList(way) ? 'quote/x:A' : OLD_PRICE)
  const YOUNG = (way: string): string => (isList(way) ? 'quote/x:YOUNG' : YOUNG_PRICE)

  it.each(names)('[AUT11] is told nothing younger by %s, and nothing less', async (way) => {
    const text = (await ways[way]?.(delayed)) ?? ''
    expect(text).toContain(OLD(way))
    expect(text).not.toContain(YOUNG(way))
    for (const at of publishedIn(text)) expect(at).toBeLessThanOrEqual(nowMs() - DELAY_MS)
    if (!way.includes('real time')) expect((await ways[way]?.(live)) ?? '').toContain(YOUNG(way))
  })

  it('[AUT11] is told how late, where others are told nothing of it', async () => {
    const [hello] = await told(delayed, 'tickwall.v1.json')
    expect(hello).toMatchObject({ type: 'hello', delayMs: DELAY_MS })
    expect((await told(live, 'tickwall.v1.json'))[0]).not.toHaveProperty('delayMs')
    for (const way of ['an event stream', 'a poll']) {
      expect(await ways[way]?.(delayed)).toContain(`"delayMs":${String(DELAY_MS)}`)
      expect(await ways[way]?.(live)).not.toContain('delayMs')
    }
  })

  it('[AUT11] begins anew from a position that is not known yet, and goes on in real time from its own', async () => {
    const startsOf = (messages: readonly ServerMessage[]) =>
      messages.flatMap((message) => (message.type === 'subscribed' ? message.topics.map(({ start }) => start) : []))
    const theirs = await positions(live)
    expect(startsOf(await told(delayed, 'tickwall.v1.json', theirs))).toEqual(TOPICS.map(() => 'reset'))
    const own = { 'quote/x:A': (await positions(delayed))['quote/x:A'] ?? (['', -1] as const) }
    const messages = await told(live, 'tickwall.v1.json', own)
    expect(startsOf(messages)[0]).toBe('resume')
    expect(JSON.stringify(messages)).toContain(YOUNG_PRICE)
  })

  it('[SUB9] has refs of its own', async () => {
    const refsOf = async (bearer: string) =>
      (await told(bearer, 'tickwall.v1.json')).flatMap((message) =>
        message.type === 'subscribed' ? message.topics.map(({ ref }) => ref) : [],
      )
    const [mine, theirs] = [await refsOf(delayed), await refsOf(live)]
    expect(mine).toHaveLength(TOPICS.length)
    expect(mine.filter((ref) => theirs.includes(ref))).toEqual([])
  })

  it('[AUT11] is sent away by a token of another delay, and comes back by it', async () => {
    for (const [before, after] of [
      [live, delayed],
      [delayed, live],
    ] as const) {
      const client = await SocketClient.open(socketUrl, ['tickwall.v1.json', `tickwall.bearer.${before}`])
      client.send({ type: 'auth', id: 1, token: after })
      expect(await client.next('closing')).toMatchObject({ code: 4004, reason: 'rebalance', retryAfterMs: 0 })
      expect((await client.ended).code).toBe(4004)
    }
    const same = await SocketClient.open(socketUrl, ['tickwall.v1.json', `tickwall.bearer.${delayed}`])
    same.send({ type: 'auth', id: 1, token: delayed })
    await same.next('authenticated')
    same.ws.close()
  })

  it('[AUT8] is refused where it may read only what is older', async () => {
    const later = await token({ lasts: 7200, claims: { tickwall: { allow: ['**'], delayMinutes: 16 } } })
    const answer = await fetch(`${gateway.url}/snapshot?${query}`, { headers: as(later) })
    expect([answer.status, await answer.json()]).toEqual([403, { code: 'forbidden', message: expect.any(String) }])
  })

  it('[AUT11] is told of the gateway itself at once', async () => {
    const text = await read('/snapshot?topics=sys/gateway', delayed)
    expect(JSON.parse(text)).toMatchObject({ topics: [{ topic: 'sys/gateway' }], rejected: [] })
  })

  it('[AUT11] is told, by every way, once it is old enough', async () => {
    const client = await SocketClient.open(socketUrl, ['tickwall.v1.json', `tickwall.bearer.${delayed}`])
    client.send({ type: 'subscribe', id: 1, topics: ['quote/x:A'], maxHz: 'raw' })
    await client.next('frame')
    const reader = await EventReader.open(`${gateway.url}/sse?topics=quote/x:A`, { headers: as(delayed) })
    await reader.next('frame')
    aheadMs = DELAY_MS
    const frame = await client.next('frame')
    expect(JSON.stringify(frame)).toContain(YOUNG_PRICE)
    expect(frame.at).toBeLessThanOrEqual(nowMs() - DELAY_MS)
    expect(JSON.stringify((await reader.next('frame')).data)).toContain(YOUNG_PRICE)
    client.ws.close()
    reader.cut()
    // With the position of real time all of it is held by now.
    for (const way of names.filter((each) => !each.includes('real time')))
      await expect.poll(() => ways[way]?.(delayed), GENEROUS).toContain(YOUNG(way))
  })
})
