import { EventEmitter } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { LimitWatch } from '../guard/limit-watch.js'
import { createLog } from '../observe/log.js'
import { TallyBy } from '../observe/tally.js'
import { Doorkeeper } from './doorkeeper.js'
import { Peers } from './peers.js'
import { TickwallWsAdapter } from './tickwall-ws.adapter.js'

const open = { hindrance: null, connections: 0, maxConnections: 1 }

const adapterOn = (server = createServer()): TickwallWsAdapter =>
  new TickwallWsAdapter(server, {
    doorkeeper: new Doorkeeper({
      gate: () => open,
      origins: { allowed: [], isAbsentAllowed: true },
      policy: () => Promise.resolve(null),
      readToken: null,
      places: { cookie: null, isQueryRead: false },
      peers: new Peers([]),
      limits: new LimitWatch(new Set(), () => undefined),
      ...{ perAddress: 0, perUser: 0, connectionsPerSecond: 0, pending: 1 },
      monotonicMs: () => 0,
    }),
    log: createLog('silent', 'gw-1'),
    refused: new TallyBy(),
    refusedOf: () => undefined,
    messageBytes: 2048,
    closeTimeoutMs: 50,
    compression: 'off',
  })

describe('TickwallWsAdapter', () => {
  it('own copy of ws: what it makes are our classes', () => {
    const server = adapterOn().create(0, { path: '/ws' })
    expect(server).toBeInstanceOf(WebSocketServer)
    expect(server.options.WebSocket).toBe(WebSocket)
  })

  it('compression and 100 MB messages by default: both are off', () => {
    const { options } = adapterOn().create(0, { path: '/ws' })
    expect(options).toMatchObject({ perMessageDeflate: false, maxPayload: 2048, closeTimeout: 50, noServer: true })
  })

  it('the close reason is dropped: both code and reason are handed on', () => {
    const client = new EventEmitter()
    const ends: unknown[] = []
    adapterOn().bindClientDisconnect(client as WebSocket, (end) => ends.push(end))
    client.emit('close', 4567, Buffer.from('because'))
    expect(ends).toEqual([{ code: 4567, reason: 'because' }])
  })

  it('34 µs a message: Nest binds no listener of its own', () => {
    const client = new EventEmitter()
    adapterOn().bindMessageHandlers()
    expect(client.listenerCount('message')).toBe(0)
  })

  it('an outliving server keeps its listener: dispose takes it off, and twice is as good as once', async () => {
    const server = createServer()
    const adapter = adapterOn(server)
    adapter.create(0, { path: '/ws' })
    expect(server.listenerCount('upgrade')).toBe(1)
    await adapter.dispose()
    await adapter.dispose()
    expect(server.listenerCount('upgrade')).toBe(0)
  })
})
