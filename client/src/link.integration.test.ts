import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeClientMessage, type ReceivedMessage, type ServerMessage } from '@tickwall/protocol'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { hello } from '../test/linked.js'
import { createLink, type Link, type LinkState, type Subscription } from './index.js'

const BTC = 'quote/usdm:BTCUSDT'
/** A machine that is busy with everything else answers late, and that is not what is tested here. */
const PATIENT = { requestTimeoutMs: 60_000, handshakeTimeoutMs: 60_000 }

let server: Server
let sockets: WebSocketServer
let link: Link
/** What the server was told on each connection. */
let heard: ReceivedMessage[][]
let refusal: { status: number; headers: Record<string, string> } | null

const url = (): string => `ws://127.0.0.1:${String((server.address() as AddressInfo).port)}/ws`

beforeEach(async () => {
  heard = []
  refusal = null
  server = createServer((_request, response) => {
    response.writeHead(refusal?.status ?? 426, refusal?.headers)
    response.end(JSON.stringify({ code: 'x', message: 'the reason' }))
  })
  sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'tickwall.v1.json' })
  server.on('upgrade', (request, socket, head) => {
    if (refusal !== null) {
      socket.end(`HTTP/1.1 ${String(refusal.status)} No\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
      return
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      serve(accepted)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterEach(async () => {
  link.close()
  for (const socket of sockets.clients) socket.terminate()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** Serves one topic: a snapshot at offset 1 to those who come, a delta to offset 2 to those who come back. */
function serve(socket: WebSocket): void {
  const messages: ReceivedMessage[] = []
  heard.push(messages)
  const tell = (message: ServerMessage): void => {
    socket.send(JSON.stringify(message))
  }
  socket.on('message', (data) => {
    const decoded = decodeClientMessage((data as Buffer).toString('utf8'))
    if (!decoded.ok) throw new Error(decoded.message)
    const { message } = decoded
    messages.push(message)
    const ts = Date.now()
    if (message.type === 'ping') tell({ type: 'pong', id: message.id, ts })
    if (message.type !== 'subscribe') return
    const start = message.resume === undefined ? 'snapshot' : 'resume'
    const topics = message.topics.map((topic) => ({ topic, ref: 1, hz: 10, start }) as const)
    tell({ type: 'subscribed', id: message.id, ts, topics, rejected: [] })
    if (start === 'snapshot') {
      const part = { ref: 1, epoch: 'e', offset: 1, state: { last: '1' } }
      tell({ type: 'frame', n: 1, ts, at: ts, snapshots: [part] })
    } else tell({ type: 'frame', n: 1, ts, at: ts, deltas: [[1, 2, { bid: '2' }]] })
  })
  tell(hello(Date.now()))
}

const until = (subscription: () => Subscription, offset: number): Promise<void> =>
  new Promise((resolve) => {
    const stop = link.on('update', () => {
      if (subscription().position?.offset !== offset) return
      stop()
      resolve()
    })
  })

const untilState = (state: LinkState['state']): Promise<LinkState> =>
  new Promise((resolve) => {
    const stop = link.on('status', (now) => {
      if (now.state !== state) return
      stop()
      resolve(now)
    })
  })

it('[LNK2] loses a real socket and comes back by itself, where it was', async () => {
  link = createLink({ url: url(), WebSocket, ...PATIENT })
  const subscription = link.subscribe(BTC)
  await subscription.ready()
  expect({ ...subscription.state }).toEqual({ last: '1' })
  const back = until(() => subscription, 2)
  for (const socket of sockets.clients) socket.terminate()
  await back
  expect({ ...subscription.state }).toEqual({ last: '1', bid: '2' })
  expect(heard[1]).toContainEqual(expect.objectContaining({ type: 'subscribe', resume: [{ epoch: 'e', offset: 1 }] }))
  expect(await link.ping()).toBeGreaterThan(0)
})

it('closes with 1000', async () => {
  link = createLink({ url: url(), WebSocket, ...PATIENT })
  const open = untilState('open')
  link.connect()
  await open
  const [accepted] = sockets.clients
  const closed = new Promise((resolve) => accepted?.on('close', (code) => resolve(code)))
  link.close()
  expect(await closed).toBe(1000)
})

it('[HS4] reads a refusal from the HTTP side and gets in once it is lifted', async () => {
  refusal = { status: 503, headers: { 'retry-after': '0' } }
  link = createLink({ url: url(), WebSocket, ...PATIENT })
  const refused = new Promise<LinkState>((resolve) => {
    const stop = link.on('status', (state) => {
      if (state.state !== 'waiting' || state.ending.code !== 503) return
      stop()
      resolve(state)
    })
  })
  link.connect()
  expect(await refused).toMatchObject({ ending: { code: 503, reason: 'the reason' } })
  refusal = null
  const open = untilState('open')
  link.connect()
  await open
})

it('stops for good when it is told to', async () => {
  link = createLink({ url: url(), WebSocket, ...PATIENT })
  const open = untilState('open')
  link.connect()
  await open
  const stopped = untilState('stopped')
  for (const socket of sockets.clients) socket.close(4500, 'bad token')
  expect(await stopped).toMatchObject({ reason: 'refused', ending: { code: 4500, reason: 'bad token' } })
})
