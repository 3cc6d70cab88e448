import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startStack, until, type LocalGateway, type Stack } from '@tickwall/tools'

let stack: Stack

beforeAll(async () => {
  stack = await startStack({ producer: true, gatewayEnv: { DRAIN_MS: '4000', DRAIN_SPREAD_MS: '200' } })
})

afterAll(async () => {
  // Absent when it did not start.
  await (stack as Stack | undefined)?.stop()
})

interface Client {
  readonly socket: WebSocket
  /** The name its gateway gives itself in `hello`. */
  readonly server: string
  /** Everything it was sent, parsed, oldest first. */
  readonly messages: readonly { readonly type: string; readonly server?: string }[]
}

/** A client through Nginx from a network of its own. */
async function connect(from: string): Promise<Client> {
  const messages: { type: string; server?: string }[] = []
  const socket = new WebSocket(`${stack.url.replace('http', 'ws')}/ws`, 'tickwall.v1.json', { localAddress: from })
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as { type: string }))
  await Promise.race([once(socket, 'message'), once(socket, 'close').then(() => Promise.reject(new Error('closed')))])
  const [hello] = messages
  if (hello?.type !== 'hello' || hello.server === undefined) throw new Error('the first message is not hello')
  return { socket, server: hello.server, messages }
}

const networks = Array.from({ length: 12 }, (_, index) => `127.0.${index + 1}.1`)

/** Which gateway calls itself so. */
async function gatewayNamed(name: string): Promise<LocalGateway> {
  for (const gateway of stack.gateways) {
    const { server } = (await (await fetch(`${gateway.url}/version.json`)).json()) as { server: string }
    if (server === name) return gateway
  }
  throw new Error(`no gateway is called ${name}`)
}

const topicsOf = async (url: string): Promise<string> => (await fetch(`${url}/api/topics?query=quote/&limit=1`)).text()

describe('the native stack', () => {
  it('brings the producer’s instruments to both gateways, under the names of docker-compose.yml', async () => {
    await gatewayNamed('gateway-1')
    await gatewayNamed('gateway-2')
    const child = stack.producer!
    for (const { url } of stack.gateways) {
      await until(async () => (await topicsOf(url)).includes('quote/'), { what: 'a quote', timeoutMs: 60_000, child })
    }
  })

  it('spreads clients of many networks over both gateways and keeps a network on one', async () => {
    const clients = await Promise.all([...networks, ...networks].map(connect))
    const servers = clients.map(({ server }) => server)
    expect(new Set(servers)).toEqual(new Set(['gateway-1', 'gateway-2']))
    expect(servers.slice(networks.length)).toEqual(servers.slice(0, networks.length))
    for (const { socket } of clients) socket.terminate()
  })

  it('moves the clients of a draining gateway to the other before it ends', async () => {
    const clients = await Promise.all(Array.from({ length: 40 }, () => connect('127.0.1.1')))
    const [first] = clients
    const gateway = await gatewayNamed(first!.server)
    const closes = clients.map(({ socket }) => once(socket, 'close') as Promise<[number]>)
    let hasEnded = false
    const drained = gateway.drain().then((exit) => {
      hasEnded = true
      return exit
    })
    // Clients are sent away one after the other, so that the first is back while others are still served.
    await Promise.race(closes)
    const moved = await connect('127.0.1.1')
    expect(hasEnded).toBe(false)
    expect(moved.server).not.toBe(first!.server)
    for (const [code] of await Promise.all(closes)) expect(code).toBe(1012)
    for (const { messages } of clients) expect(messages.some(({ type }) => type === 'closing')).toBe(true)
    expect(await drained).toEqual({ code: 0, signal: null })
    expect(moved.socket.readyState).toBe(WebSocket.OPEN)
    moved.socket.terminate()
  })

  it('ends every process it started', async () => {
    const pids = [stack.kafka.pid, stack.nginx.pid, stack.producer?.pid ?? 0, ...stack.gateways.map(({ pid }) => pid)]
    await stack.stop()
    expect(pids).toHaveLength(5)
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    await expect(fetch(stack.url)).rejects.toThrow()
  })
})
