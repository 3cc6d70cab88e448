import { beforeEach, describe, expect, it } from 'vitest'
import { computed, createApp, nextTick, ref } from 'vue'
import { Context } from '../../test/with-context.js'
import { useTopic } from './useTopic.js'

const BTC = 'quote/usdm:BTCUSDT'
const ETH = 'quote/usdm:ETHUSDT'

let context: Context
beforeEach(() => {
  context = new Context()
})

describe('useTopic', () => {
  it('has a view at once, and a new one with each frame', () => {
    const view = context.run(() => useTopic<'quote'>(BTC))
    const last = computed(() => view.value?.state.last)
    expect(view.value).toMatchObject({ topic: BTC, stage: 'waiting' })
    context.link.tells({ [BTC]: { last: '1' } })
    expect(last.value).toBe('1')
    context.link.tells({ [BTC]: { last: '2' }, [ETH]: { last: '9' } })
    expect(last.value).toBe('2')
  })

  it('wants 10 Hz unless told otherwise, and follows the rate', async () => {
    const hz = ref(1)
    context.run(() => useTopic(BTC, hz))
    context.run(() => useTopic(ETH))
    hz.value = 5
    await nextTick()
    expect(context.link.wanted).toEqual([
      [BTC, 1],
      [ETH, 10],
      [BTC, 5],
    ])
  })

  it('follows the topic, and is null without one', async () => {
    const topic = ref<string | null>(null)
    const view = context.run(() => useTopic(topic))
    expect(view.value).toBeNull()
    topic.value = BTC
    await nextTick()
    expect(view.value?.topic).toBe(BTC)
    topic.value = ETH
    await nextTick()
    expect(view.value?.topic).toBe(ETH)
    context.link.tells({ [BTC]: { last: 'late' } })
    expect(view.value?.state).toEqual({})
    topic.value = null
    await nextTick()
    expect(view.value).toBeNull()
    expect(context.link.wanted).toEqual([
      [BTC, 10],
      [BTC, null],
      [ETH, 10],
      [ETH, null],
    ])
  })

  it('shares the topic with others and leaves with its scope', () => {
    const other = context.market.watch(BTC, 1)
    context.run(() => useTopic(BTC, 10))
    context.scope.stop()
    other.close()
    expect(context.link.wanted).toEqual([
      [BTC, 1],
      [BTC, 10],
      [BTC, 1],
      [BTC, null],
    ])
  })

  it('says what is missing without a link', () => {
    expect(() => createApp({}).runWithContext(() => useTopic(BTC))).toThrow('provideLink')
  })
})
