import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CLOSE_CODES } from '@tickwall/protocol'
import { locate, promtool, repositoryRoot } from '@tickwall/tools'
import { parseConfig } from '../../src/config/parse-config.js'
import { createGateway } from '../../src/gateway/create-gateway.js'
import { allMetrics } from '../../src/gateway/metrics.js'
import type { Gateway } from '../../src/gateway/start-gateway.js'
import { createLog } from '../../src/observe/log.js'
import { FedSource } from '../fakes/fed-source.js'
import { EventReader } from '../fakes/http-stream.js'
import { handshake, rawRequest } from '../fakes/raw-http.js'
import { SocketClient } from '../fakes/socket-client.js'

const TOPIC = 'quote/x:A'
/** Conditions, not durations: a machine that is busy takes as long as it takes. */
const PATIENCE = { timeout: 60_000, interval: 50 }

/** What needs a broker that fails: the tests in which it does. */
const ELSEWHERE: Readonly<Record<string, readonly [file: string, words: string]>> = {
  tickwall_kafka_stalls_total: ['backend/src/ingest/kafka/consumer-keeper.test.ts', "['notFetching']"],
  tickwall_kafka_lag_records: [
    'backend/test/integration/gateway-endpoints.test.ts',
    'tickwall_kafka_lag_records{log="ticks"',
  ],
}

describe('the metrics of a run', () => {
  let gateway: Gateway
  const source = new FedSource()
  /** The largest value of each series over all scrapes. */
  const seen = new Map<string, number>()

  beforeAll(async () => {
    gateway = await createGateway(
      parseConfig({
        PORT: '0',
        DASHBOARD_DIR: '/nonexistent',
        WINDOW_MS: '100',
        LIMIT_TOPICS: '2',
        DRAIN_MS: '400',
        CLOSE_TIMEOUT_MS: '200',
      }),
      { source, log: createLog('silent', 'gw-metrics') },
    )
    await gateway.ready
  })
  afterAll(() => gateway.close())

  const scrapeText = async (): Promise<string> => gateway.parts.prometheus.text()
  const scrape = async (): Promise<ReadonlyMap<string, number>> => {
    const lines = (await scrapeText()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    const now = new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]))
    for (const [series, value] of now) seen.set(series, Math.max(value, seen.get(series) ?? 0))
    return now
  }
  const value = async (series: string): Promise<number> => (await scrape()).get(series) ?? Number.NaN
  const open = (): Promise<SocketClient> => SocketClient.open(`${gateway.url.replace('http', 'ws')}/ws`)
  let trades = 0
  const trade = (id = String(trades), price = String(100 + trades++)): void =>
    source.feed([
      {
        log: 'ticks',
        key: 'x:A',
        value: { type: 'trade', instrument: 'x:A', price, size: '1', id },
        timeMs: Date.now(),
      },
    ])

  it('tell who is connected, what they are sent, and how old it was', async () => {
    trade()
    const client = await open()
    client.send({ type: 'subscribe', id: 1, topics: [TOPIC], maxHz: 20 })
    await client.next('frame')
    trade()
    await client.next('frame')
    const now = await scrape()
    for (const name of ['connections', 'subscriptions', 'lanes', 'cohorts', 'ready', 'connections_accepted_total'])
      expect([name, now.get(`tickwall_${name}`)]).toEqual([name, 1])
    expect(now.get('tickwall_frames_total')).toBe(2)
    expect(now.get('tickwall_frame_bytes_total')).toBeGreaterThan(100)
    expect(now.get('tickwall_segments_total')).toBe(1)
    expect(now.get('tickwall_records_total{log="ticks"}')).toBe(2)
    await expect.poll(() => value('tickwall_flush_duration_seconds_count'), PATIENCE).toBeGreaterThan(0)
    for (const stage of ['fold', 'flush', 'write'])
      expect(await value(`tickwall_latency_seconds_count{stage="${stage}"}`), stage).toBeGreaterThan(0)
    client.ws.close()
    await expect.poll(() => value('tickwall_connections'), PATIENCE).toBe(0)
    expect(await value('tickwall_subscriptions')).toBe(0)
  })

  it('tell of one that does not keep up, and that it was made up for', async () => {
    const client = await open()
    client.send({ type: 'subscribe', id: 1, topics: [TOPIC], maxHz: 20 })
    const { n } = await client.next('frame')
    client.send({ type: 'ack', n })
    // Not one of these is acknowledged: it is too far behind after 100 ms.
    await expect
      .poll(() => {
        trade()
        return value('tickwall_skipped_frames_total')
      }, PATIENCE)
      .toBeGreaterThan(0)
    const last = client.messages.findLast((message) => message.type === 'frame')
    client.send({ type: 'ack', n: last?.type === 'frame' ? last.n : n })
    await expect.poll(() => value('tickwall_catch_ups_total'), PATIENCE).toBeGreaterThan(0)
    client.ws.close()
    await client.ended
  })

  it.each(Object.entries(CLOSE_CODES))('tell of a connection that ended with %s', async (reason, { code }) => {
    const series = `tickwall_connections_closed_total{reason="${reason}"}`
    const before = await value(series)
    const client = await open()
    client.ws.close(code)
    await client.ended
    await expect.poll(() => value(series), PATIENCE).toBe(before + 1)
  })

  it('tell of one that vanished, one that made up a code, and one that failed', async () => {
    const gone = await open()
    gone.ws.terminate()
    const odd = await open()
    odd.ws.close(4321)
    await expect.poll(() => value('tickwall_connections_closed_total{reason="abnormal"}'), PATIENCE).toBe(1)
    await expect.poll(() => value('tickwall_connections_closed_total{reason="other"}'), PATIENCE).toBe(1)
    // Of what ended before, some may have failed as well: a socket that is destroyed with something unread is reset.
    const failures = await value('tickwall_send_failures_total{transport="websocket"}')
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
    socket.write(handshake('/ws'))
    await once(socket, 'data')
    socket.resetAndDestroy()
    await expect
      .poll(() => value('tickwall_send_failures_total{transport="websocket"}'), PATIENCE)
      .toBeGreaterThan(failures)
  })

  it('tell of refusals and of errors, by code', async () => {
    const port = Number(new URL(gateway.url).port)
    expect((await rawRequest(port, handshake('/elsewhere'))).status).toBe(404)
    expect(await value('tickwall_connections_refused_total{code="notFound"}')).toBe(1)
    const client = await open()
    client.ws.send('{"type":"dance","id":1}')
    await client.next('error')
    client.ws.close()
    expect(await value('tickwall_errors_total{code="unknownType"}')).toBe(1)
  })

  it('tell of limits and tokens', async () => {
    const client = await open()
    client.send({ type: 'subscribe', id: 1, topics: ['quote/a', 'quote/b', 'quote/c'] })
    await client.next('subscribed')
    client.ws.close()
    expect(await value('tickwall_limits_reached_total{limit="topics",mode="enforced"}')).toBe(1)

    const guarded = await createGateway(
      parseConfig({ PORT: '0', DASHBOARD_DIR: '/nonexistent', AUTH: 'jwt', JWT_SECRET: 'x'.repeat(32) }),
      { source: new FedSource(), log: createLog('silent', 'gw-guarded') },
    )
    await guarded.ready
    const bad = { headers: { Authorization: 'Bearer none' } }
    expect((await fetch(`${guarded.url}/poll?topics=${TOPIC}`, bad)).status).toBe(401)
    const text = await guarded.parts.prometheus.text()
    await guarded.close()
    expect(text).toContain('tickwall_tokens_total{outcome="badToken"} 1')
    seen.set('tickwall_tokens_total{outcome="badToken"}', 1)
  })

  it('tell of TLS', async () => {
    const file = (name: string): string => join(repositoryRoot, 'backend/test/fakes/tls', name)
    const secured = await createGateway(
      parseConfig({ PORT: '0', DASHBOARD_DIR: '/nonexistent', TLS_CERT: file('cert.pem'), TLS_KEY: file('key.pem') }),
      { source: new FedSource(), log: createLog('silent', 'gw-secured') },
    )
    const { port } = secured.app.getHttpServer().address() as AddressInfo
    const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\n\r\n'))
    socket.on('error', () => socket.destroy())
    const figure = async (name: string): Promise<number> => {
      const text = await secured.parts.prometheus.text()
      const now = Number(new RegExp(`^tickwall_${name} (\\S+)$`, 'm').exec(text)?.[1])
      seen.set(`tickwall_${name}`, now)
      return now
    }
    await expect.poll(() => figure('tls_failures_total'), PATIENCE).toBe(1)
    const { validTo } = new X509Certificate(readFileSync(file('cert.pem')))
    expect(await figure('certificate_expires_timestamp_seconds')).toBe(Date.parse(validTo) / 1000)
    socket.destroy()
    await secured.close()
  })

  it('tell of streams and polls', async () => {
    const reader = await EventReader.open(`${gateway.url}/sse?topics=${TOPIC}`)
    await reader.next('frame')
    const waiting = new AbortController()
    const { cursor } = (await (await fetch(`${gateway.url}/poll?topics=${TOPIC}`)).json()) as { cursor: string }
    const poll = fetch(`${gateway.url}/poll?topics=${TOPIC}&cursor=${encodeURIComponent(cursor)}&waitMs=25000`, {
      signal: waiting.signal,
    }).catch(() => null)
    await expect.poll(() => value('tickwall_streams{transport="poll"}'), PATIENCE).toBe(1)
    expect(await value('tickwall_streams{transport="sse"}')).toBe(1)
    expect(await value('tickwall_streams_opened_total{transport="sse"}')).toBe(1)
    waiting.abort()
    await poll
    reader.cut()
    await expect.poll(() => value('tickwall_streams_closed_total{reason="abnormal"}'), PATIENCE).toBe(1)
    await expect.poll(() => value('tickwall_streams{transport="poll"}'), PATIENCE).toBe(0)
  })

  it('tell of records that are bad, old or odd', async () => {
    const measured = gateway.parts.measures.records.total('ticks')
    trade('again')
    trade('again')
    expect(await value('tickwall_unusual_ticks_total{kind="duplicates"}')).toBe(1)
    trade('bad', '1e5')
    expect(await value('tickwall_bad_records_total{reason="badDecimal"}')).toBe(1)
    expect(await value('tickwall_records_total{log="ticks"}')).toBe(measured + 2)
    source.again()
    expect(await value('tickwall_ignored_records_total{log="ticks"}')).toBe(1)
  })

  it('tell of screens, and of what they are told', async () => {
    const post = async (path: string, body: object): Promise<number> => {
      const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      return (await fetch(`${gateway.url}/api/${path}`, request)).status
    }
    expect(await post('announcements', { text: 'Maintenance at noon', severity: 'warning' })).toBe(200)
    expect(await post('commands', { command: 'identify' })).toBe(200)
    const paint = { p50Ms: 10, p95Ms: 20, p99Ms: 30 }
    const health = { id: '0b9c7f5e0b9c7f5e', name: 'lobby', page: '/wall', state: 'live', build: '1', paint }
    const figures = { framesPerSecond: 60, frameP95Ms: 17, heapBytes: null }
    expect(await post('screens', { ...health, ...figures })).toBe(200)
    const now = await scrape()
    expect(now.get('tickwall_announcements_total{severity="warning"}')).toBe(1)
    expect(now.get('tickwall_screen_commands_total{command="identify"}')).toBe(1)
    expect(now.get('tickwall_screens{state="live"}')).toBe(1)
    expect(now.get('tickwall_screen_reports_total')).toBe(1)
    expect(now.get('tickwall_screen_paint_seconds_bucket{le="0.033"}')).toBe(1)
  })

  it('tell of the source', async () => {
    for (const state of ['lost', 'catchingUp', 'live'] as const) {
      source.state$.next(state)
      expect([state, await value(`tickwall_source_state{state="${state}"}`)]).toEqual([state, 1])
    }
  })

  it('tell every 5 s how much was conflated, and what waits to be sent', async () => {
    const client = await open()
    client.send({ type: 'subscribe', id: 1, topics: [TOPIC], maxHz: 20 })
    await client.next('frame')
    await expect
      .poll(() => {
        for (let i = 0; i < 10; i++) trade()
        return value('tickwall_conflation_ratio')
      }, PATIENCE)
      .toBeGreaterThan(1)
    // The look that found a ratio may have been one from before this client came.
    await expect.poll(() => value('tickwall_send_backlog_bytes_count'), PATIENCE).toBeGreaterThan(0)
    client.ws.close()
    await client.ended
  })

  it('are clean to promtool, those of the process with them', async () => {
    const program = await locate(promtool)
    gateway.parts.prometheus.addProcess()
    const { status, stdout, stderr } = spawnSync(program, ['check', 'metrics'], {
      input: await scrapeText(),
      encoding: 'utf8',
    })
    expect(stdout + stderr).toBe('')
    expect(status).toBe(0)
  })

  it('tell how far a drain is', async () => {
    const client = await open()
    await client.next('hello')
    const closing = gateway.close()
    await expect.poll(() => value('tickwall_phase{phase="draining"}'), PATIENCE).toBe(1)
    await closing
    expect(await value('tickwall_drain_progress_ratio')).toBe(1)
  })

  it('were all produced, each at least once', () => {
    const silent = [...allMetrics()].filter(([name, { type }]) => {
      const series = type === 'histogram' ? `${name}_count` : name
      return ![...seen].some(([key, most]) => key.split('{')[0] === series && most > 0)
    })
    expect(silent.map(([name]) => name).sort()).toEqual(Object.keys(ELSEWHERE).sort())
    for (const [file, words] of Object.values(ELSEWHERE))
      expect(readFileSync(join(repositoryRoot, file), 'utf8')).toContain(words)
  })
})
