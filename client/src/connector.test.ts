import { CLOSE_CODES } from '@tickwall/protocol'
import { beforeEach, describe, expect, it } from 'vitest'
import { Linked } from '../test/linked.js'
import type { Fetch } from './http.js'
import type { LinkState } from './link-state.js'
import type { RequestError } from './request-error.js'

const BTC = 'quote/usdm:BTCUSDT'

let linked: Linked
beforeEach(() => {
  linked = new Linked()
})

const waitMs = (state: LinkState): number => (state.state === 'waiting' ? state.retryAtMs - linked.clock.nowMs() : NaN)

/** Connected for long enough that the connection counts as good, with one topic at offset 10. */
function follow() {
  linked.open()
  const subscription = linked.link.subscribe(BTC)
  linked.clock.settle()
  linked.accept()
  linked.snapshot(BTC, 10, { last: '1' })
  linked.clock.advance(2_000)
  return subscription
}

describe('reconnecting', () => {
  it('[LNK1] waits a random part of 0.5 s, doubled with every failed attempt, at most 30 s', () => {
    follow()
    const waits: number[] = []
    for (let i = 0; i < 9; i++) {
      linked.dice = [0.5]
      linked.socket.ends()
      waits.push(waitMs(linked.link.state))
      linked.clock.advance(waits.at(-1) ?? 0)
      expect(linked.network.sockets).toHaveLength(i + 2)
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000])
  })

  it('[LNK1] starts again from 0.5 s only after a connection that was good for 2 s', () => {
    follow()
    linked.socket.ends()
    linked.clock.advance(500)
    linked.socket.ends()
    linked.clock.advance(1_000)
    linked.greet()
    linked.clock.advance(1_999)
    linked.socket.ends()
    expect(waitMs(linked.link.state)).toBe(1_000)
    linked.clock.advance(1_000)
    linked.greet()
    linked.clock.advance(2_000)
    linked.socket.ends()
    expect(waitMs(linked.link.state)).toBe(250)
  })

  it('[LNK1] waits never less than the server asked for', () => {
    follow()
    linked.says({ type: 'closing', ts: 0, code: 1012, reason: 'restarting', retryAfterMs: 3_120 })
    linked.socket.ends(1012, 'restarting')
    expect(waitMs(linked.link.state)).toBe(3_120)
    linked.clock.advance(3_119)
    expect(linked.network.sockets).toHaveLength(1)
    linked.clock.advance(1)
    expect(linked.network.sockets).toHaveLength(2)
  })

  it('[LNK2] forgets refs, subscribes again with its positions and keeps what it had', () => {
    const subscription = follow()
    linked.socket.ends()
    expect([{ ...subscription.state }, subscription.hz]).toEqual([{ last: '1' }, null])
    linked.clock.advance(500)
    linked.greet()
    expect(linked.socket.of('subscribe')).toMatchObject([{ topics: [BTC], resume: { [BTC]: ['e1', 10] } }])
    linked.delta(BTC, 11, { last: 'of the old ref' }, { n: 1 })
    expect({ ...subscription.state }).toEqual({ last: '1' })
    linked.accept('resume')
    expect([subscription.standing, linked.link.isCatchingUp]).toEqual(['catchingUp', true])
    linked.delta(BTC, 12, { bid: '2' }, { n: 2 })
    expect([{ ...subscription.state }, subscription.standing]).toEqual([{ last: '1', bid: '2' }, 'current'])
    expect(linked.link.stats.reconnects).toBe(1)
  })

  it('[POS3] takes no delta after a reset until the snapshot, and tells when it happened', () => {
    const subscription = follow()
    linked.socket.ends()
    linked.clock.advance(500)
    linked.greet()
    linked.accept('reset')
    expect([subscription.gapAtMs, { ...subscription.state }]).toEqual([linked.clock.nowMs(), { last: '1' }])
    linked.delta(BTC, 12, { bid: 'torn' }, { n: 2 })
    linked.snapshot(BTC, 3, { last: '3' }, 'e2', 3)
    expect([{ ...subscription.state }, subscription.standing]).toEqual([{ last: '3' }, 'current'])
  })

  it('[LNK4] resumes from no copy that is void, nor from a partial quote', () => {
    const resumes = (): unknown => {
      linked.clock.advance(2_000)
      linked.socket.ends()
      linked.clock.advance(500)
      linked.greet()
      return linked.socket.of('subscribe')[0]?.resume
    }
    follow()
    linked.says({ type: 'notice', ts: 0, reason: 'reset', topics: [BTC] })
    expect(resumes()).toBeUndefined()
    linked.accept('snapshot')
    linked.snapshot(BTC, 11, { last: '1', partial: true }, 'e1', 1)
    expect(resumes()).toBeUndefined()
    linked.accept('snapshot')
    linked.snapshot(BTC, 12, { last: '1', open: '1' }, 'e1', 1)
    expect(resumes()).toEqual({ [BTC]: ['e1', 12] })
    linked.accept('reset')
    expect(resumes()).toBeUndefined()
  })

  it('[POS2] counts a resumed topic as current when nothing came: nothing had changed', () => {
    const subscription = follow()
    linked.socket.ends()
    linked.clock.advance(500)
    linked.greet()
    linked.accept('resume')
    linked.clock.advance(999)
    expect(subscription.standing).toBe('catchingUp')
    linked.clock.advance(1)
    expect(subscription.standing).toBe('current')
  })

  it('[POS5] waits for a fold that is behind', () => {
    const subscription = follow()
    linked.socket.ends()
    linked.clock.advance(500)
    linked.greet()
    linked.accept('resume')
    linked.says({ type: 'notice', ts: 0, reason: 'behind', topics: [BTC] })
    linked.clock.advance(5_000)
    expect(subscription.standing).toBe('catchingUp')
    linked.delta(BTC, 12, {}, { n: 2 })
    expect(subscription.standing).toBe('current')
  })

  it('[HB2] reconnects after 2.5 heartbeats of silence, and the old socket speaks no more', () => {
    const subscription = follow()
    const old = linked.socket
    linked.clock.advance(10_499)
    expect(linked.link.state.state).toBe('open')
    linked.clock.advance(1)
    expect(linked.link.state).toMatchObject({ state: 'waiting', ending: { code: 4000 } })
    expect(old.closed?.code).toBe(4000)
    old.says({ type: 'frame', n: 90, ts: 0, at: 0, snapshots: [{ ref: 1, epoch: 'x', offset: 1, state: {} }] })
    old.ends(4500, 'late')
    linked.clock.advance(500)
    linked.greet()
    old.ends(4500, 'later')
    expect(linked.link.state.state).toBe('open')
    expect(subscription.position?.epoch).toBe('e1')
    expect(linked.link.stats.log).toHaveLength(1)
  })

  it('gives an attempt up that is not greeted in time', () => {
    linked.link.connect()
    linked.socket.opens()
    linked.clock.advance(10_000)
    expect(linked.link.state).toMatchObject({ state: 'waiting', ending: { code: 4002 } })
    expect(linked.socket.closed).not.toBeNull()
  })

  it('tries again when the socket cannot even be made', () => {
    linked = new Linked({
      socketFactory: () => {
        throw new TypeError('no')
      },
    })
    linked.link.connect()
    linked.clock.settle()
    expect(linked.link.state).toMatchObject({
      state: 'waiting',
      ending: { reason: expect.stringContaining('TypeError') },
    })
  })

  it('comes back by itself after a cut', () => {
    follow()
    linked.link.cut()
    expect(linked.link.state.state).toBe('waiting')
    linked.clock.advance(500)
    linked.greet()
    expect(linked.link.state.state).toBe('open')
  })

  it('connects at once when told to, instead of waiting', () => {
    linked.link.connect()
    for (let i = 0; i < 6; i++) {
      linked.socket.ends()
      linked.link.connect()
    }
    expect(linked.network.sockets).toHaveLength(7)
  })

  it('replaces an attempt that hangs, not one that just began', () => {
    linked.link.connect()
    linked.link.connect()
    expect(linked.network.sockets).toHaveLength(1)
    linked.clock.advance(1_000)
    linked.link.connect()
    expect(linked.network.sockets).toHaveLength(2)
    expect(linked.network.sockets[0]?.closed).not.toBeNull()
  })

  it('asks for a sign of life when the network changed, and reconnects without one', () => {
    follow()
    linked.link.check()
    linked.clock.advance(999)
    expect(linked.link.state.state).toBe('open')
    linked.says({ type: 'heartbeat', ts: 0, source: 'live' })
    linked.clock.advance(1_000)
    expect(linked.link.state.state).toBe('open')
    linked.link.check()
    linked.clock.advance(1_000)
    expect(linked.link.state.state).toBe('waiting')
  })

  it('is suspect for a page that looks when a ping stays unanswered', () => {
    follow()
    const seen: boolean[] = []
    linked.link.on('health', () => seen.push(linked.link.isSuspect))
    linked.link.setHurried(true)
    linked.clock.advance(2_000)
    expect(seen).toEqual([true])
    linked.says({ type: 'heartbeat', ts: 0, source: 'live' })
    expect(seen).toEqual([true, false])
  })
})

describe('stopping', () => {
  it.each(Object.entries(CLOSE_CODES))('[CLS1] does what the range of %s says', (_reason, { code }) => {
    linked.open()
    linked.socket.ends(code, 'x')
    const stops = code === 1000 || code >= 4500
    expect(linked.link.state.state).toBe(stops ? 'stopped' : 'waiting')
  })

  it.each([
    [4499, 'waiting'],
    [4999, 'stopped'],
    [4000, 'waiting'],
    [3999, 'waiting'],
    [1006, 'waiting'],
  ])('[CLS1] does what the range of a code it does not know says: %i', (code, expected) => {
    linked.open()
    linked.socket.ends(code)
    expect(linked.link.state.state).toBe(expected)
  })

  it('can be told to try again after it was refused', () => {
    linked.open()
    linked.socket.ends(4505, 'replaced')
    linked.clock.advance(60_000)
    expect(linked.network.sockets).toHaveLength(1)
    linked.link.connect()
    linked.greet()
    expect(linked.link.state.state).toBe('open')
  })

  it('stops after so many failed attempts in a row', () => {
    linked = new Linked({ maxAttempts: 2 })
    linked.link.connect()
    linked.socket.ends()
    linked.clock.advance(30_000)
    linked.socket.ends()
    expect(linked.link.state).toMatchObject({ state: 'stopped', reason: 'attempts' })
  })

  it('closes with 1000 for good, fails what is under way, and leaves no timer', async () => {
    const subscription = follow()
    const ping = linked.link.ping().catch((error: unknown) => (error as RequestError).code)
    const rate = subscription.rate(1).catch((error: unknown) => (error as RequestError).code)
    linked.link.close()
    linked.clock.settle()
    expect(await Promise.all([ping, rate])).toEqual(['closed', 'closed'])
    expect(linked.socket.closed?.code).toBe(1000)
    expect(linked.link.state).toMatchObject({ state: 'stopped', reason: 'closed' })
    expect(linked.clock.pending).toBe(0)
    linked.link.connect()
    linked.clock.advance(60_000)
    expect(linked.network.sockets).toHaveLength(1)
    expect({ ...subscription.state }).toEqual({ last: '1' })
  })

  it('fails those who wait for a link that stops', async () => {
    linked.link.connect()
    const ready = linked.link
      .subscribe(BTC)
      .ready()
      .catch((error: unknown) => (error as RequestError).code)
    linked.greet()
    linked.socket.ends(4500, 'bad token')
    expect(await ready).toBe('closed')
  })
})

describe('a refused handshake', () => {
  const refusing = (answer: () => Promise<Response>) => {
    const asked: { url: string; headers: Record<string, string> }[] = []
    const fetch: Fetch = (url, { headers }) => {
      asked.push({ url, headers })
      return answer()
    }
    linked = new Linked({ fetch, token: 'jwt' })
    linked.link.connect()
    linked.socket.ends()
    return asked
  }
  const refusal = (status: number, headers: Record<string, string> = {}) =>
    new Response(JSON.stringify({ code: 'x', message: 'the reason' }), { status, headers })

  it('[HS4] asks over HTTP after a socket that never opened, with the token', async () => {
    const asked = refusing(() => Promise.resolve(refusal(401)))
    expect(asked).toEqual([{ url: 'http://gateway.test/ws', headers: { authorization: 'Bearer jwt' } }])
    await new Promise(setImmediate)
    expect(linked.link.state).toMatchObject({ state: 'waiting', ending: { code: 401, reason: 'the reason' } })
    expect(waitMs(linked.link.state)).toBe(5_000)
  })

  it('[HS3] honours Retry-After', async () => {
    refusing(() => Promise.resolve(refusal(503, { 'retry-after': '7' })))
    await new Promise(setImmediate)
    expect(waitMs(linked.link.state)).toBe(7_000)
  })

  it('[HS4] keeps its own wait when the server would admit it, cannot be reached, or answers rubbish', async () => {
    for (const answer of [
      () => Promise.resolve(refusal(426)),
      () => Promise.reject(new TypeError('network')),
      () => Promise.resolve(new Response('<html>', { status: 502 })),
    ]) {
      refusing(answer)
      await new Promise(setImmediate)
      expect(waitMs(linked.link.state)).toBe(500)
    }
    expect(linked.link.state).toMatchObject({ ending: { code: 502, reason: 'HTTP 502' } })
  })

  it('ignores an answer that comes after the next attempt began', async () => {
    let answer: (response: Response) => void = () => undefined
    refusing(() => new Promise((resolve) => (answer = resolve)))
    linked.link.connect()
    answer(refusal(401))
    await new Promise(setImmediate)
    expect(linked.link.state.state).toBe('connecting')
  })

  it('does not ask after a socket that had opened', () => {
    const asked = refusing(() => Promise.reject(new TypeError('network')))
    linked.link.connect()
    linked.greet()
    linked.socket.ends()
    expect(asked).toHaveLength(1)
  })
})
