import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick, ref, shallowRef } from 'vue'
import { Context } from '../../test/with-context.js'
import { useStream } from './useStream.js'

const BTC = 'quote/usdm:BTCUSDT'

let context: Context
beforeEach(() => {
  context = new Context()
})

describe('useStream', () => {
  it('is shared: one wish for all users, at the fastest rate', async () => {
    const hz = ref(5)
    context.run(() => useStream(BTC, 1))
    context.run(() => useStream(BTC, hz))
    context.run(() => useStream(BTC, 2))
    hz.value = 20
    await nextTick()
    expect(context.link.wanted).toEqual([
      [BTC, 1],
      [BTC, 5],
      [BTC, 20],
    ])
  })

  it('tells how fresh what it shows is', () => {
    const { view, freshness } = context.run(() => useStream<'quote'>(BTC))
    expect(freshness.value.state).toBe('connecting')
    context.link.tells({ [BTC]: { last: '1', tickAt: context.link.nowMs - 40 } })
    expect(view.value?.state.last).toBe('1')
    expect(freshness.value).toMatchObject({ state: 'live', ageMs: 40 })
  })

  it('freezes while paused, counts what it holds, and goes on with the newest', async () => {
    const isPaused = ref(false)
    const { view, freshness } = context.run(() => useStream<'quote'>(BTC, 10, { isPaused }))
    context.link.tells({ [BTC]: { last: '1' } })
    isPaused.value = true
    await nextTick()
    context.link.tells({ [BTC]: { last: '2' } })
    context.link.tells({ [BTC]: { last: '3' } })
    expect(view.value?.state.last).toBe('1')
    expect(freshness.value).toMatchObject({ state: 'paused', heldUpdates: 2 })
    isPaused.value = false
    await nextTick()
    expect(view.value?.state.last).toBe('3')
    expect(freshness.value).toMatchObject({ state: 'live' })
  })

  it('a topic that is chosen while paused is frozen at its first content', async () => {
    const topic = ref(BTC)
    const { view } = context.run(() => useStream<'quote'>(topic, 10, { isPaused: true }))
    topic.value = 'quote/usdm:ETHUSDT'
    await nextTick()
    context.link.tells({ [topic.value]: { last: '9' } })
    context.link.tells({ [topic.value]: { last: '10' } })
    expect(view.value?.state.last).toBe('9')
  })

  it('needs 0.2 Hz while it is out of view', async () => {
    let tell: (isIntersecting: boolean) => void = () => undefined
    const disconnect = vi.fn()
    vi.stubGlobal(
      'IntersectionObserver',
      class {
        constructor(listener: (entries: readonly { isIntersecting: boolean }[]) => void) {
          tell = (isIntersecting) => {
            listener([{ isIntersecting }])
          }
        }
        observe = vi.fn()
        disconnect = disconnect
      },
    )
    const element = shallowRef(document.createElement('div'))
    context.run(() => useStream(BTC, 5, { element }))
    tell(false)
    await nextTick()
    tell(true)
    await nextTick()
    expect(context.link.wanted).toEqual([
      [BTC, 5],
      [BTC, 0.2],
      [BTC, 5],
    ])
    context.scope.stop()
    expect(disconnect).toHaveBeenCalled()
    vi.unstubAllGlobals()
  })
})
