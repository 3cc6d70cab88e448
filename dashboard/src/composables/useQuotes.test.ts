import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick, ref } from 'vue'
import { Context } from '../../test/with-context.js'
import { useQuotes } from './useQuotes.js'

const BTC = 'quote/usdm:BTCUSDT'
const ETH = 'quote/usdm:ETHUSDT'
const XRP = 'quote/usdm:XRPUSDT'

let context: Context
beforeEach(() => {
  context = new Context()
})

describe('useQuotes', () => {
  it('tells one version and one list of changes a frame', () => {
    const quotes = context.run(() => useQuotes([BTC, ETH]))
    const frames: string[][] = []
    quotes.onFrame((topics) => frames.push([...topics]))
    const { value: first } = quotes.version
    context.market.watch(XRP, 1)
    context.link.tells({ [BTC]: { last: '1' }, [ETH]: { last: '2' }, [XRP]: { last: '3' } })
    context.link.tells({ [XRP]: { last: '4' } })
    context.link.tells({ [ETH]: { last: '5' } })
    expect(frames).toEqual([[BTC, ETH], [ETH]])
    expect(quotes.version.value - first).toBe(2)
    expect(quotes.get(BTC)?.state.last).toBe('1')
    expect(quotes.get(XRP)).toBeNull()
  })

  it('follows the list', async () => {
    const topics = ref([BTC, ETH])
    const quotes = context.run(() => useQuotes(topics))
    const { value: first } = quotes.version
    topics.value = [ETH, XRP]
    await nextTick()
    expect(quotes.version.value).toBe(first + 1)
    expect(context.link.wanted).toEqual([
      [BTC, 10],
      [ETH, 10],
      [XRP, 10],
      [BTC, null],
    ])
    topics.value = [XRP, ETH]
    await nextTick()
    expect(quotes.version.value).toBe(first + 1)
  })

  it('gives each topic a rate of its own: what is on screen fast, the rest slow', async () => {
    const visible = ref(new Set([BTC]))
    context.run(() => useQuotes([BTC, ETH], (topic) => (visible.value.has(topic) ? 10 : 1)))
    visible.value = new Set([ETH])
    await nextTick()
    expect(context.link.wanted).toEqual([
      [BTC, 10],
      [ETH, 1],
      [BTC, 1],
      [ETH, 10],
    ])
  })

  it('leaves with its scope, listeners too', () => {
    const quotes = context.run(() => useQuotes([BTC], ref(2)))
    const frames: unknown[] = []
    const stop = quotes.onFrame((topics) => frames.push(topics))
    stop()
    context.link.tells({ [BTC]: { last: '1' } })
    context.scope.stop()
    context.link.tells({ [BTC]: { last: '2' } })
    expect(frames).toEqual([])
    expect(context.link.wanted).toEqual([
      [BTC, 2],
      [BTC, null],
    ])
  })
})
