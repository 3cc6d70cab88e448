import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { refusal } from '../../src/gateway/refusal.js'
import { gatewayBench, type GatewayBench } from '../fakes/gateway-bench.js'
import { handshake, rawRequest } from '../fakes/raw-http.js'
import { SocketClient } from '../fakes/socket-client.js'

describe('the handshake', () => {
  let bench: GatewayBench
  beforeAll(async () => {
    bench = await gatewayBench({ environment: { ALLOWED_ORIGINS: 'https://desk.example' } })
  })
  afterAll(() => bench.gateway.close())

  it('[HS1] upgrades GET /ws, whatever its query', async () => {
    expect((await rawRequest(bench.port, handshake('/ws?a=b'))).status).toBe(101)
  })

  it.each([
    ['nothing', null, null],
    ['json', 'tickwall.v1.json', 'tickwall.v1.json'],
    ['binary', 'tickwall.v1.binary', 'tickwall.v1.binary'],
    ['binary before json', 'tickwall.v1.binary, tickwall.v1.json', 'tickwall.v1.binary'],
    ['json before binary', 'tickwall.v1.json, tickwall.v1.binary', 'tickwall.v1.json'],
    ['a bearer before json', 'tickwall.bearer.aaa.bbb.ccc, tickwall.v1.json', 'tickwall.v1.json'],
    ['an unknown one before json', 'chat, tickwall.v1.json', 'tickwall.v1.json'],
  ])('[HS2] negotiates: offered %s', async (_name, offer, echoed) => {
    const answer = await rawRequest(bench.port, handshake('/ws', { 'Sec-WebSocket-Protocol': offer }))
    expect(answer.status).toBe(101)
    expect(answer.headers['sec-websocket-protocol'] ?? null).toBe(echoed)
  })

  it('[MSG4] compresses nothing, whatever is offered', async () => {
    const answer = await rawRequest(bench.port, handshake('/ws', { 'Sec-WebSocket-Extensions': 'permessage-deflate' }))
    expect(answer.status).toBe(101)
    expect(answer.headers).not.toHaveProperty('sec-websocket-extensions')
  })

  const NO_KEY = { 'Sec-WebSocket-Key': null }
  it.each([
    ['[HS1] an unknown path', '/nope', {}, 404, 'notFound'],
    ['[HS1] a path below', '/ws/', {}, 404, 'notFound'],
    ['[HS2] only an unknown subprotocol', '/ws', { 'Sec-WebSocket-Protocol': 'chat' }, 400, 'badRequest'],
    ['[HS2] only a bearer', '/ws', { 'Sec-WebSocket-Protocol': 'tickwall.bearer.a.b.c' }, 400, 'badRequest'],
    [
      '[HS2] an offer twice',
      '/ws',
      { 'Sec-WebSocket-Protocol': 'tickwall.v1.json, tickwall.v1.json' },
      400,
      'badRequest',
    ],
    ['[HS2] a malformed offer', '/ws', { 'Sec-WebSocket-Protocol': 'tickwall v1, ' }, 400, 'badRequest'],
    ['[HS3] no key', '/ws', NO_KEY, 400, 'badRequest'],
    ['[HS3] a malformed key', '/ws', { 'Sec-WebSocket-Key': 'short' }, 400, 'badRequest'],
    ['[HS3] another version', '/ws', { 'Sec-WebSocket-Version': '8' }, 400, 'badRequest'],
    ['[HS3] a foreign origin', '/ws', { Origin: 'https://evil.example' }, 403, 'forbidden'],
    ['[HS3] a long target', `/ws?access=${'x'.repeat(6200)}`, {}, 414, 'uriTooLong'],
  ])('%s is answered, not hung up on', async (_name, path, headers, status, code) => {
    const answer = await rawRequest(bench.port, handshake(path, headers))
    expect(answer.status).toBe(status)
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(JSON.parse(answer.body)).toEqual({ code, message: expect.any(String) })
  })

  it('[HS3] refuses another method, and tells the version it speaks', async () => {
    const post = await rawRequest(bench.port, handshake('/ws', {}, 'POST'))
    expect([post.status, post.headers.allow]).toEqual([405, 'GET'])
    const old = await rawRequest(bench.port, handshake('/ws', { 'Sec-WebSocket-Version': '7' }))
    expect(old.headers['sec-websocket-version']).toBe('13')
  })

  it('[HS3] admits the own origin and listed ones', async () => {
    const own = await rawRequest(
      bench.port,
      handshake('/ws', { Host: 'tick.example:8080', Origin: 'http://tick.example:8080' }),
    )
    const listed = await rawRequest(bench.port, handshake('/ws', { Origin: 'https://desk.example' }))
    expect([own.status, listed.status]).toEqual([101, 101])
  })

  it('counts refusals by their code', async () => {
    const before = bench.measures.refused.total('notFound')
    await rawRequest(bench.port, handshake('/elsewhere'))
    expect(bench.measures.refused.total('notFound')).toBe(before + 1)
  })

  it('serves a request that asks for h2c as if it had not', async () => {
    const answer = await rawRequest(
      bench.port,
      'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n',
    )
    expect([answer.status, answer.body]).toEqual([200, '{"status":"alive"}'])
  })

  it.each([
    ['[HS4] a probe that would be admitted', '/ws', {}, 426, 'upgradeRequired'],
    ['[HS4] a probe with a foreign origin', '/ws', { Origin: 'https://evil.example' }, 403, 'forbidden'],
    ['[HS4] a probe with a wrong offer', '/ws', { 'Sec-WebSocket-Protocol': 'chat' }, 400, 'badRequest'],
    ['[HS4] a probe below the path', '/ws/', {}, 404, 'notFound'],
    ['[HS4] a probe that is too long', `/ws?access=${'x'.repeat(6200)}`, {}, 414, 'uriTooLong'],
  ])('%s gets the answer of an upgrade', async (_name, path, headers, status, code) => {
    const answer = await rawRequest(
      bench.port,
      handshake(path, { Connection: 'close', Upgrade: null, 'Sec-WebSocket-Key': null, ...headers }),
    )
    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.body)).toEqual({ code, message: expect.any(String) })
  })

  it('survives a peer that resets in the middle of its handshake', async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(bench.port, '127.0.0.1', () => {
        socket.write(handshake('/ws'), () => socket.resetAndDestroy())
      })
      socket.on('close', () => resolve())
    })
    expect((await rawRequest(bench.port, handshake('/ws'))).status).toBe(101)
  })
})

describe('the handshake of a gateway that is not ready', () => {
  it('[HS3] is refused with 503 and Retry-After, [HS4] as a probe is, until the bootstrap ends', async () => {
    const bench = await gatewayBench({ isReady: false })
    const refused = await rawRequest(bench.port, handshake('/ws'))
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '2'])
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'notReady' })
    const probe = await fetch(`${bench.url}/ws`)
    expect([probe.status, probe.headers.get('retry-after')]).toEqual([503, '2'])
    expect(await probe.text()).toBe(refused.body)
    bench.source.finish()
    await bench.gateway.ready
    expect((await rawRequest(bench.port, handshake('/ws'))).status).toBe(101)
    await bench.gateway.close()
  })
})

describe('the handshake of a full gateway', () => {
  it('[HS3] is refused with 429 and Retry-After, also among those who arrive together', async () => {
    const bench = await gatewayBench({ environment: { LIMIT_CONNECTIONS: '2' } })
    const held = await Promise.allSettled([1, 2, 3, 4].map(() => SocketClient.open(bench.socketUrl)))
    expect(held.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    const refused = await rawRequest(bench.port, handshake('/ws'))
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '2'])
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'tooManyRequests' })
    await bench.gateway.close()
  })
})

describe('the handshake under a policy', () => {
  it('[HS3] lets no more in than there is room for, also when all were admitted in one turn', async () => {
    const waiting: (() => void)[] = []
    const bench = await gatewayBench({
      environment: { LIMIT_CONNECTIONS: '2' },
      policy: () => new Promise((resolve) => waiting.push(() => resolve(null))),
    })
    const arrived = Promise.allSettled([1, 2, 3, 4].map(() => SocketClient.open(bench.socketUrl)))
    await vi.waitFor(() => expect(waiting).toHaveLength(4))
    for (const admit of waiting) admit()
    expect((await arrived).filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    await bench.gateway.close()
  })

  it('[HS3] waits for it, and handles nothing before the session is open', async () => {
    let admit: (() => void) | undefined
    const bench = await gatewayBench({ policy: () => new Promise((resolve) => (admit = () => resolve(null))) })
    const opened = new Promise<string>((resolve) => {
      let text = ''
      // The first message comes with the handshake, before the policy has decided.
      const ping = Buffer.from('{"type":"ping","id":7}')
      const masked = Buffer.concat([Buffer.from([0x81, 0x80 | ping.length, 0, 0, 0, 0]), ping])
      const socket = connect(bench.port, '127.0.0.1', () =>
        socket.write(Buffer.concat([Buffer.from(handshake('/ws')), masked])),
      )
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1')
        if (!text.includes('"pong"')) return
        socket.destroy()
        resolve(text)
      })
    })
    await expect.poll(() => admit).toBeDefined()
    expect(bench.gateway.parts.sessions.size).toBe(0)
    admit?.()
    const text = await opened
    expect(text.indexOf('"hello"')).toBeGreaterThan(0)
    expect(text.indexOf('"hello"')).toBeLessThan(text.indexOf('"pong"'))
    await bench.gateway.close()
  })

  it('[HS3] is refused as the policy says, and with 500 when the policy fails', async () => {
    const refusing = await gatewayBench({ policy: () => Promise.resolve(refusal('unauthorized')) })
    const refused = await rawRequest(refusing.port, handshake('/ws'))
    expect(refused.status).toBe(401)
    await refusing.gateway.close()

    const failing = await gatewayBench({ policy: () => Promise.reject(new Error('secret of the policy')) })
    const failed = await rawRequest(failing.port, handshake('/ws'))
    expect(failed.status).toBe(500)
    expect(failed.body).not.toContain('secret')
    expect(failing.logged()).toContainEqual(
      expect.objectContaining({ level: 'error', msg: 'a handshake could not be judged' }),
    )
    await failing.gateway.close()
  })
})
