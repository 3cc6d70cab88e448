import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { Context } from '../../test/with-context.js'
import { useFreshness } from './useFreshness.js'
import { useInstruments } from './useInstruments.js'
import { useNow } from './useNow.js'
import { useTopic } from './useTopic.js'
import { useWebSocket } from './useWebSocket.js'

const BTC = 'quote/usdm:BTCUSDT'

let context: Context
beforeEach(() => {
  vi.useFakeTimers()
  context = new Context()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('useWebSocket', () => {
  it('follows the link and passes on what the user asks', () => {
    const socket = context.run(() => useWebSocket())
    expect(socket.status.value.state).toBe('live')
    context.link.becomes({ state: 'reconnecting', attempt: 2 })
    expect(socket.status.value).toMatchObject({ state: 'reconnecting', attempt: 2 })
    socket.retryNow()
    socket.cut()
    expect(context.link.calls).toEqual(['retryNow', 'cut'])
    expect(socket.serverNowMs()).toBe(1_000_000)
  })

  it('listens no longer than its scope lives', () => {
    context.run(() => useWebSocket())
    expect(context.link.statusListeners.size).toBe(1)
    context.scope.stop()
    expect(context.link.statusListeners.size).toBe(0)
  })
})

describe('useNow', () => {
  it('ticks with the server clock, one timer for all of one interval', () => {
    const first = context.run(() => useNow())
    const second = context.run(() => useNow())
    context.run(() => useNow(250))
    expect(vi.getTimerCount()).toBe(2)
    context.link.nowMs += 1_000
    vi.advanceTimersByTime(1_000)
    expect([first.value, second.value]).toEqual([1_001_000, 1_001_000])
    context.scope.stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('useFreshness', () => {
  it('grows old by the clock and follows the link', () => {
    const view = context.run(() => useTopic<'quote'>(BTC))
    const isPaused = ref(false)
    const fresh = context.run(() => useFreshness(() => view.value, isPaused))
    expect(fresh.value.state).toBe('connecting')
    context.link.tells({ [BTC]: { last: '1', tickAt: context.link.nowMs - 400 } })
    expect(fresh.value).toMatchObject({ state: 'live', ageMs: 400 })
    context.link.nowMs += 6_000
    vi.advanceTimersByTime(6_000)
    expect(fresh.value).toMatchObject({ state: 'stale', ageMs: 6_400, isDim: true })
    context.link.becomes({ state: 'offline' })
    expect(fresh.value.state).toBe('offline')
    isPaused.value = true
    expect(fresh.value.state).toBe('paused')
  })
})

describe('useInstruments', () => {
  /** One entry a load: what both of its requests are answered with. */
  const answers = (...bodies: (object | Error)[]) => {
    let requests = 0
    const asked = vi.fn(() => {
      const body = bodies[Math.floor(requests++ / 2)] ?? {}
      return body instanceof Error ? Promise.reject(body) : Promise.resolve(Response.json(body))
    })
    vi.stubGlobal('fetch', asked)
    return asked
  }
  const settled = () => vi.advanceTimersByTimeAsync(1)

  const A = { topic: 'quote/x:A', kind: 'quote' }
  const B = { topic: 'quote/x:B', kind: 'quote' }
  const METRIC = { topic: 'metric/h/n', kind: 'metric' }
  const loads = (asked: ReturnType<typeof answers>): number => asked.mock.calls.length / 2

  it('loads at once, again when the link comes back, and keeps what it knew when a load fails', async () => {
    const asked = answers({ topics: [A] }, new TypeError('network'), { topics: [A, B, METRIC] })
    const { instruments, metrics, failure, reload } = context.run(() => useInstruments())
    await settled()
    expect(instruments.value).toEqual(['x:A'])
    context.link.becomes({ state: 'reconnecting' })
    await settled()
    expect(loads(asked)).toBe(1)
    context.link.becomes({ state: 'live' })
    await settled()
    expect([instruments.value, failure.value]).toEqual([['x:A'], 'TypeError'])
    reload()
    await settled()
    expect([instruments.value, metrics.value.length, failure.value]).toEqual([['x:A', 'x:B'], 1, null])
  })

  it('finds what is new every 30 s, and keeps a list that is the same', async () => {
    const asked = answers({ topics: [A] }, { topics: [A] }, { topics: [A, B] })
    const { instruments } = context.run(() => useInstruments())
    await settled()
    const before = instruments.value
    await vi.advanceTimersByTimeAsync(30_000)
    expect([loads(asked), instruments.value === before]).toEqual([2, true])
    await vi.advanceTimersByTimeAsync(30_000)
    expect(instruments.value).toEqual(['x:A', 'x:B'])
  })

  it('believes a shorter list the second time: a gateway that just started is still filling it', async () => {
    answers({ topics: [A, B] }, { topics: [A] }, { topics: [A, B] }, {}, {})
    const { instruments, reload } = context.run(() => useInstruments())
    await settled()
    reload()
    await settled()
    expect(instruments.value).toEqual(['x:A', 'x:B'])
    await vi.advanceTimersByTimeAsync(3_000)
    expect(instruments.value).toEqual(['x:A', 'x:B'])
    reload()
    await settled()
    await vi.advanceTimersByTimeAsync(3_000)
    expect(instruments.value).toEqual([])
  })

  it('asks no more once its scope has ended', async () => {
    const asked = answers({ topics: [A] })
    context.run(() => useInstruments())
    await settled()
    context.scope.stop()
    await vi.advanceTimersByTimeAsync(120_000)
    expect(loads(asked)).toBe(1)
  })
})
