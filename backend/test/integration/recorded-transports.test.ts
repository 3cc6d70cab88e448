import { createLink, type Link, type LinkOptions, type Subscription } from '@tickwall/client'
import { createPublisher, findRecording, startStack, until, type Publisher, type Stack } from '@tickwall/tools'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { readRecording } from '../../src/ingest/recorded/read-recording.js'
import { Random } from '../../src/ingest/simulated/random.js'
import { ThrownWire } from '../fakes/thrown-wire.js'

/** As much as is played while the clients are thrown about. */
const RECORDS = 40_000
const BATCH = 1000
const PAUSE_MS = 250

const WAYS: Record<string, Partial<LinkOptions>> = {
  'WebSocket, JSON': { transport: 'webSocket', codec: 'json' },
  'WebSocket, binary': { transport: 'webSocket', codec: 'binary' },
  SSE: { transport: 'sse' },
  'long polls': { transport: 'poll' },
}

interface Client {
  readonly name: string
  readonly link: Link
  readonly wire: ThrownWire
  readonly subscriptions: readonly Subscription[]
  /** How each topic began again after it was held once. */
  readonly starts: { topic: string; start: Subscription['start'] }[]
  readonly notices: string[]
  /** Positions that went back. */
  readonly broken: string[]
  thrown: number
}

const recording = findRecording()

describe('clients on every transport, thrown from one gateway to the other while a recorded market is played', () => {
  let stack: Stack
  let publisher: Publisher
  let topics: string[]
  let batches: Parameters<Publisher['publish']>[0][]
  let clients: Client[]
  const ports = (): number[] => stack.gateways.map(({ url }) => Number(new URL(url).port))

  async function open([name, options]: [string, Partial<LinkOptions>], target: number): Promise<Client> {
    const wire = await ThrownWire.to(target)
    const link = createLink({
      url: `ws://127.0.0.1:${wire.port}/ws`,
      // Comes back within some tens of milliseconds: what is tested is where it goes on.
      random: () => 0.05,
      ...(options.transport === 'webSocket'
        ? { WebSocket: WebSocket as unknown as NonNullable<LinkOptions['WebSocket']> }
        : {}),
      ...options,
    })
    const client: Omit<Client, 'subscriptions'> = { name, link, wire, starts: [], notices: [], broken: [], thrown: 0 }
    const held = new Map<string, { server: string; offset: number; epoch: string }>()
    link.on('notice', ({ reason }) => client.notices.push(reason))
    const subscriptions = topics.map((topic) =>
      link.subscribe(topic, { maxHz: 10 }, ({ position, standing, start }) => {
        if (position === null) return
        const before = held.get(topic)
        if (before !== undefined && before.epoch === position.epoch && position.offset < before.offset)
          client.broken.push(`${topic} went back from ${String(before.offset)} to ${String(position.offset)}`)
        if (standing === 'current' && before?.server !== link.hello?.session) {
          if (before !== undefined) client.starts.push({ topic, start })
          held.set(topic, { server: link.hello?.session ?? '', ...position })
        } else held.set(topic, { server: before?.server ?? '', ...position })
      }),
    )
    return Object.assign(client, { subscriptions })
  }

  beforeAll(async () => {
    const records = []
    const instruments = new Set<string>()
    const files = ['trades', 'quotes'].map((kind) => join(recording.dir, `${recording.name}_${kind}.csv.gz`))
    for await (const { log, key, value, eventTime } of readRecording(files)) {
      if (records.length === RECORDS) break
      records.push({ log, key, value: JSON.stringify(value), eventTime })
      instruments.add(key)
    }
    topics = [...instruments].sort().flatMap((name) => [`quote/${name}`, `bars/${name}/1m`, `trades/${name}`])
    batches = []
    for (let from = 0; from < records.length; from += BATCH) batches.push(records.slice(from, from + BATCH))
    stack = await startStack({ producer: false })
    publisher = createPublisher({ brokers: [stack.kafka.brokers], topics: { ticks: 'ticks', metrics: 'metrics' } })
    await publisher.publish(batches.shift() ?? [])
    clients = await Promise.all(Object.entries(WAYS).map((way, i) => open(way, ports()[i % 2] as number)))
    await Promise.all(
      clients.flatMap(({ subscriptions }) => subscriptions.map((subscription) => subscription.ready(60_000))),
    )
  })

  afterAll(async () => {
    for (const { link, wire } of clients ?? []) {
      link.close()
      wire.close()
    }
    await publisher?.stop()
    await stack?.stop()
  })

  it('are thrown about again and again', async () => {
    const random = new Random(7)
    for (const batch of batches) {
      await publisher.publish(batch)
      const client = clients[Math.floor(random.unit() * clients.length)] as Client
      client.thrown++
      client.wire.throwTo(ports()[Math.floor(random.unit() * 2)] as number)
      await sleep(PAUSE_MS)
    }
    for (const { name, thrown } of clients) expect([name, thrown > 2]).toEqual([name, true])
    const records = batches.reduce((sum, batch) => sum + batch.length, BATCH)
    for (const [i, { url }] of stack.gateways.entries()) {
      const read = async (): Promise<number> =>
        (await (await fetch(`${url}/metrics`)).text())
          .split('\n')
          .filter((line) => line.startsWith('tickwall_records_total') || line.startsWith('tickwall_bad_records_total'))
          .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
      await until(async () => (await read()) === records, {
        what: `gateway ${i + 1} at the log's end`,
        timeoutMs: 60_000,
      })
    }
  })

  it.each(Object.keys(WAYS))('[POS2] %s: ends with the exact state, by resumes, and no hole', async (name) => {
    const { link, subscriptions, broken, notices, starts } = clients.find((client) => client.name === name) as Client
    const answer = await fetch(`${stack.gateways[0]?.url}/snapshot?topics=${topics.map(encodeURIComponent).join(',')}`)
    const truth = ((await answer.json()) as { topics: { topic: string; state: unknown }[] }).topics
    const isLevel = (): boolean =>
      truth.every(({ state }, i) => isDeepStrictEqual({ ...subscriptions[i]?.state }, state))
    // What it is told is judged below, topic by topic.
    await until(() => Promise.resolve(isLevel()), { what: `${name} at the end`, timeoutMs: 30_000 }).catch(
      () => undefined,
    )
    for (const [i, { topic, state }] of truth.entries())
      expect([subscriptions[i]?.topic, { ...subscriptions[i]?.state }]).toEqual([topic, state])
    expect(broken).toEqual([])
    expect(link.stats.gaps).toBe(0)
    expect(notices).not.toContain('gap')
    expect(notices).not.toContain('reset')
    // A tape that lost more than it can count answers with a snapshot; all else resumes, on whichever gateway.
    const others = starts.filter(({ topic }) => !topic.startsWith('trades/'))
    expect(others.filter(({ start }) => start !== 'resume')).toEqual([])
    // Without a session one connection is not told from the next here.
    if (link.stats.transport === 'webSocket') expect(others.length).toBeGreaterThan(0)
  })
})
