import { beforeEach, describe, expect, it } from 'vitest'
import { LinkedPage } from '../../test/linked-page.js'
import { GRACE_MS } from './link-host.js'
import type { LinkReport } from './link-report.js'

const BTC = 'quote/usdm:BTCUSDT'
const TAPE = 'trades/usdm:BTCUSDT'

let linked: LinkedPage
beforeEach(() => {
  linked = new LinkedPage()
})

/** Gathered by topic: what the last pull told. */
const lastPulled = () => linked.pulled.at(-1)

describe('the page and its worker', () => {
  it('connects and says so', () => {
    expect(linked.link.status).toMatchObject({ state: 'connecting', server: null })
    linked.open()
    expect(linked.link.status).toMatchObject({ state: 'live', server: 'gw-1', build: 'test', source: 'live' })
    expect(linked.link.stats.transport).toBeNull()
    linked.clock.advance(1000)
    linked.page.paint()
    expect(linked.link.stats.transport).toBe('webSocket')
  })

  it('asks again only before the next paint: a page that does not paint gets one answer', () => {
    linked.open()
    linked.want(BTC)
    const { ports, server } = linked
    linked.page.paint()
    const before = ports.b.sent.length
    for (let offset = 1; offset <= 100; offset++) server.snapshot(BTC, offset, { last: String(offset) })
    expect(ports.b.sent.length - before).toBeLessThanOrEqual(1)
    linked.page.paint()
    expect(lastPulled()).toMatchObject([
      { topic: BTC, content: { type: 'whole', state: { last: '100' }, position: { epoch: 'e1', offset: 100 } } },
    ])
  })

  it('tells only what changed since the last pull', () => {
    linked.open()
    linked.want(BTC)
    linked.server.snapshot(BTC, 1, { last: '1', bid: '1', ask: '2' })
    linked.page.paint()
    linked.server.delta(BTC, 2, { last: '2', ask: null }, { n: 2, prev: 1 })
    linked.server.delta(BTC, 3, { last: '3' }, { n: 3, prev: 2 })
    linked.page.paint()
    linked.page.paint()
    const changes = linked.pulled.flat().filter(({ content }) => content?.type === 'changes')
    const merged = Object.assign(
      {},
      ...changes.map(({ content }) => (content as { changes: object }).changes),
    ) as object
    expect(merged).toEqual({ last: '3', ask: null })
    const { length } = linked.pulled
    linked.page.paint()
    expect(linked.pulled).toHaveLength(length)
  })

  it('tells of a list only the new items', () => {
    linked.open()
    linked.want(TAPE)
    const item = (offset: number) => [offset, 0, '1', '1', null, null]
    linked.server.snapshot(TAPE, 2, { items: [item(1), item(2)], size: 3 })
    linked.page.paint()
    linked.server.delta(TAPE, 4, { items: [item(3), item(4)], lost: 2 }, { n: 3, prev: 2 })
    linked.page.paint()
    linked.page.paint()
    expect(lastPulled()).toMatchObject([
      { content: { type: 'changes', changes: { items: [item(3), item(4)] }, lost: 2 } },
    ])
  })

  it('tells why a topic is denied', () => {
    linked.open()
    linked.link.want('quote/', 10)
    linked.clock.settle()
    linked.page.paint()
    expect(lastPulled()).toMatchObject([
      { topic: 'quote/', standing: { stage: 'denied', denied: { code: 'unknownTopic' } } },
    ])
  })

  it('sends the wishes of one turn together, the last one of a topic counts', () => {
    linked.open()
    linked.link.want(BTC, 10)
    linked.link.want(BTC, null)
    linked.link.want(TAPE, 5)
    linked.clock.settle()
    expect(linked.ports.a.sent.filter(({ type }) => type === 'want')).toEqual([
      {
        type: 'want',
        topics: [
          [BTC, null],
          [TAPE, 5],
        ],
      },
    ])
    expect(linked.server.socket.of('subscribe')).toMatchObject([{ topics: [TAPE], maxHz: 5 }])
  })

  it('needs 0.2 Hz while hidden, and comes back by rate, without a snapshot', () => {
    linked.open()
    linked.want(BTC)
    const { socket } = linked.server
    linked.page.setVisible(false)
    const [lowered] = socket.of('rate')
    expect(lowered).toMatchObject({ topics: [BTC], maxHz: 0.2 })
    linked.server.says({ type: 'rated', id: lowered!.id, ts: 0, topics: [{ topic: BTC, hz: 0.2 }] })
    linked.page.setVisible(true)
    expect(socket.of('rate').at(-1)).toMatchObject({ topics: [BTC], maxHz: 10 })
    expect(socket.of('subscribe')).toHaveLength(1)
  })

  it('a hidden page pulls every 5 s, and at once when it is shown again', () => {
    linked.open()
    linked.want(BTC)
    linked.page.paint()
    linked.page.setVisible(false)
    linked.clock.advance(1)
    for (let offset = 1; offset <= 50; offset++) linked.server.snapshot(BTC, offset, { last: String(offset) })
    const pulls = () => linked.ports.a.sent.filter(({ type }) => type === 'pull').length
    const before = pulls()
    linked.clock.advance(4_900)
    expect(pulls() - before).toBeLessThanOrEqual(1)
    linked.page.setVisible(true)
    linked.page.paint()
    linked.page.paint()
    expect(linked.pulled.flat().at(-1)).toMatchObject({ content: { state: { last: '50' } } })
  })

  it('keeps the server time, whatever clock the page has', () => {
    linked.open()
    const [ping] = linked.server.socket.of('ping')
    linked.server.says({ type: 'pong', id: ping!.id, ts: linked.clock.nowMs() + 9_000 })
    linked.clock.advance(1_000)
    linked.page.paint()
    expect(linked.link.serverNowMs() - linked.clock.nowMs()).toBeCloseTo(9_000, 0)
    expect(linked.link.status.rttMs).toBe(0)
  })

  it('says when the next attempt comes, in server time, and retries now when told to', () => {
    linked.open()
    linked.clock.advance(5_000)
    linked.page.paint()
    linked.server.socket.ends(1012, 'restarting')
    linked.page.paint()
    linked.page.paint()
    const { status } = linked.link
    expect(status).toMatchObject({ state: 'reconnecting', attempt: 1, ending: { code: 1012, reason: 'restarting' } })
    expect(status.retryAtMs! - linked.link.serverNowMs()).toBeCloseTo(250, -1)
    linked.link.retryNow()
    linked.clock.settle()
    expect(linked.server.network.sockets).toHaveLength(2)
    linked.open()
    linked.page.paint()
    expect(linked.link.status.state).toBe('live')
    expect(linked.link.stats).toBeDefined()
  })

  it('is suspect within 2 s of silence while the page is looked at', () => {
    linked.open()
    linked.page.paint()
    linked.clock.advance(2_000)
    linked.page.paint()
    expect(linked.link.status.suspect).toBe(true)
  })

  it('checks the connection when the network goes or comes back', () => {
    linked.open()
    linked.page.paint()
    linked.page.setOnline(false)
    linked.clock.advance(1_000)
    expect(linked.server.link.state.state).toBe('waiting')
    linked.page.paint()
    linked.page.paint()
    expect(linked.link.status.state).toBe('offline')
    linked.page.setOnline(true)
    expect(linked.server.network.sockets).toHaveLength(2)
  })

  it('says offline after 60 s without a connection, by the clock alone', () => {
    const seen: string[] = []
    linked.link.onStatus(() => seen.push(linked.link.status.state))
    linked.server.socket.ends()
    linked.page.paint()
    for (let i = 0; i < 62; i++) linked.clock.advance(1_000)
    expect(linked.link.status.state).toBe('offline')
    expect(seen).toContain('offline')
  })

  it('says what was caught up on, also to a page that looked only when all was over', () => {
    linked.open()
    linked.want(BTC)
    linked.server.snapshot(BTC, 1, { last: '1' })
    linked.page.paint()
    linked.page.paint()
    const told = () =>
      linked.pulled.flat().flatMap(({ content }) => (content?.type === 'changes' ? [content.isCatchUp] : []))
    linked.server.socket.ends(1012, 'restarting')
    linked.link.retryNow()
    linked.clock.settle()
    linked.server.greet()
    linked.server.accept('resume')
    linked.server.delta(BTC, 5, { last: '5' }, { n: 5 })
    linked.page.paint()
    linked.page.paint()
    expect(told()).toEqual([true])
    linked.server.delta(BTC, 6, { last: '6' }, { n: 6, prev: 5 })
    linked.page.paint()
    linked.page.paint()
    expect(told()).toEqual([true, false])
  })

  it('cuts and counts', () => {
    linked.open()
    linked.clock.advance(2_500)
    linked.link.cut()
    linked.clock.settle()
    linked.clock.advance(600)
    linked.open()
    linked.clock.advance(2_000)
    linked.page.paint()
    linked.page.paint()
    expect(linked.link.stats).toMatchObject({ reconnects: 1, gaps: 0 })
    expect(linked.link.stats.log).toMatchObject([{ ending: { reason: 'cut from this side' } }])
  })

  it('leaves nothing behind', () => {
    linked.open()
    linked.want(BTC)
    linked.link.close()
    linked.link.close()
    linked.clock.settle()
    expect(linked.isWorkerEnded).toBe(true)
    expect(linked.page.listeners).toBe(0)
    expect(linked.server.socket.of('unsubscribe')).toMatchObject([{ topics: [BTC] }])
    const { length } = linked.ports.a.sent
    linked.page.setVisible(false)
    linked.link.want(TAPE, 1)
    linked.clock.advance(10_000)
    expect(linked.ports.a.sent).toHaveLength(length)
  })
})

describe('two pages on one worker', () => {
  it('share one socket and one subscription; each has the whole state', () => {
    linked.open()
    linked.want(BTC)
    linked.server.snapshot(BTC, 1, { last: '1' })
    linked.page.paint()
    const other = linked.addPage()
    const pulled: unknown[] = []
    other.link.onPulled((updates) => pulled.push(...updates))
    other.link.want(BTC, 5)
    linked.clock.settle()
    other.page.paint()
    other.page.paint()
    expect(pulled).toMatchObject([{ topic: BTC, content: { type: 'whole', state: { last: '1' } } }])
    expect(linked.server.network.sockets).toHaveLength(1)
    expect(linked.server.socket.of('subscribe')).toHaveLength(1)
    other.link.close()
    linked.clock.settle()
    expect(linked.server.socket.of('unsubscribe')).toEqual([])
  })
})

describe('a page that goes away', () => {
  const lastSent = () => linked.server.socket.sent.at(-1)
  /** The server says that it sends nothing of it any more. */
  const serverLetsGo = () => {
    const [request] = linked.server.socket.of('unsubscribe')
    linked.server.says({ type: 'unsubscribed', id: request!.id, ts: 0, topics: [BTC] })
  }

  it('without a word, is noticed by its lock, and its subscriptions end', () => {
    linked.open()
    linked.want(BTC)
    linked.page.grantLock('page 1')
    expect(lastSent()).not.toMatchObject({ type: 'unsubscribe' })
    linked.locks.free('page 1')
    linked.clock.settle()
    expect(lastSent()).toMatchObject({ type: 'unsubscribe', topics: [BTC] })
  })

  it('leaves the socket to the others; the last one closes it after a grace', () => {
    linked.open()
    const other = linked.addPage()
    const { socket } = linked.server
    linked.link.close()
    linked.clock.advance(2 * GRACE_MS)
    expect(socket.closed).toBeNull()
    linked.server.says({ type: 'heartbeat', ts: linked.clock.nowMs(), source: 'live' })
    other.link.close()
    linked.clock.advance(GRACE_MS - 1)
    expect(socket.closed).toBeNull()
    linked.clock.advance(1)
    expect(socket.closed).toMatchObject({ code: 1000 })
    expect(linked.clock.pending).toBe(0)
  })

  it('and is loaded anew within the grace finds the socket open', () => {
    linked.open()
    linked.link.close()
    linked.clock.advance(GRACE_MS - 1)
    const { page, link } = linked.addPage()
    page.paint()
    expect(link.status.state).toBe('live')
    linked.clock.advance(10 * GRACE_MS)
    expect(linked.server.socket.closed).toBeNull()
    expect(linked.opened).toBe(1)
  })

  it('after the grace the next page opens a new link', () => {
    linked.open()
    linked.link.close()
    linked.clock.advance(GRACE_MS)
    linked.addPage()
    expect(linked.opened).toBe(2)
    expect(linked.server.network.sockets).toHaveLength(1)
  })

  it('into the cache of the browser leaves, and coming back wants all that it wanted', () => {
    linked.open()
    linked.want(BTC)
    linked.page.goes('left')
    expect(lastSent()).toMatchObject({ type: 'unsubscribe', topics: [BTC] })
    serverLetsGo()
    linked.page.goes('returned')
    expect(lastSent()).toMatchObject({ type: 'subscribe', topics: [BTC] })
  })

  it('but was only frozen, is told that it was forgotten and begins anew', () => {
    linked.open()
    linked.want(BTC)
    linked.server.snapshot(BTC, 1, { last: '1' })
    linked.page.grantLock('page 1')
    linked.locks.free('page 1')
    linked.clock.settle()
    serverLetsGo()
    linked.link.retryNow()
    linked.clock.settle()
    linked.page.paint()
    expect(lastSent()).toMatchObject({ type: 'subscribe', topics: [BTC] })
    linked.page.paint()
    expect(linked.link.status.state).toBe('live')
    linked.server.accept()
    linked.server.snapshot(BTC, 2, { last: '2' })
    linked.page.paint()
    linked.page.paint()
    expect(linked.pulled.flat().at(-1)).toMatchObject({ content: { type: 'whole', state: { last: '2' } } })
  })
})

describe('the report', () => {
  it('comes once a second to the page that asks, and to no other', () => {
    linked.open()
    const other = linked.addPage()
    const seen: LinkReport[] = []
    const stop = linked.link.onReport((report) => seen.push(report))
    other.link.onReport(() => expect.unreachable())()
    linked.want(BTC)
    linked.server.snapshot(BTC, 1, { last: '1', tickAt: linked.clock.nowMs() - 30 })
    for (let second = 0; second < 3; second++) {
      linked.clock.advance(1000)
      linked.page.paint()
    }
    expect(seen).toHaveLength(3)
    expect(seen.at(-1)).toMatchObject({
      phase: 'live',
      place: 'sharedWorker',
      pages: 2,
      server: 'gw-1',
      serverBuild: 'test',
      pageBuild: 'page.js',
      transport: 'webSocket',
      codec: 'json',
      gaps: 0,
      log: [],
      topics: [{ topic: BTC, stage: 'current', wantedHz: 10, grantedHz: 10, pages: 1, lost: 0 }],
    })
    expect(seen.at(-1)?.latency.map(({ stage }) => stage)).toEqual(['source', 'gateway', 'wire', 'decode', 'paint'])
    expect(seen.at(-1)?.history.at(-1)).toMatchObject({ phase: 'open', rttMs: null })
    stop()
    linked.clock.advance(5000)
    linked.page.paint()
    expect(seen).toHaveLength(3)
  })

  it('tells how long changes take from the worker to the screen', () => {
    linked.open()
    let report: LinkReport | null = null
    linked.link.onReport((next) => (report = next))
    linked.want(BTC)
    linked.server.snapshot(BTC, 1, { last: '1' })
    linked.page.paint()
    linked.server.delta(BTC, 2, { last: '2' }, { n: 2, prev: 1 })
    linked.clock.advance(8)
    linked.server.delta(BTC, 3, { last: '3' }, { n: 3, prev: 2 })
    linked.clock.advance(8)
    linked.page.paint()
    linked.page.paint()
    linked.clock.advance(1)
    linked.clock.advance(1000)
    linked.page.paint()
    expect(report).toMatchObject({ publishedToPaint: { samples: 1 }, updates: 3 })
    const paint = (report as unknown as LinkReport).latency.at(-1)
    expect(paint).toMatchObject({ stage: 'paint', samples: 1 })
    expect(paint?.p50Ms).toBeGreaterThanOrEqual(16)
  })
})

it('hands alert rules to where the link is, again to a worker that is new, and tells every page what they found', () => {
  linked.open()
  const told: string[][] = []
  const other = linked.addPage()
  for (const link of [linked.link, other.link]) link.onAlerts((events) => told.push(events.map(({ ruleId }) => ruleId)))
  const condition = { type: 'crosses', instrument: 's:A', direction: 'above', level: 100 } as const
  const rule = { id: 'r', condition, hysteresis: 0, coolDownMs: 0, isEnabled: true, snoozedUntilMs: null }
  linked.link.setAlertRules([{ rule, alertedAtMs: null }])
  linked.clock.settle()
  linked.server.accept()
  linked.page.setVisible(false)
  linked.server.snapshot('quote/s:A', 1, { last: '99' })
  linked.server.delta('quote/s:A', 2, { last: '101' }, { n: 2 })
  linked.clock.settle()
  expect(told).toEqual([['r'], ['r']])
})
