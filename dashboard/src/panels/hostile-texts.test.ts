import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { nextTick, type Component } from 'vue'
import { afterEach, describe, expect, it } from 'vitest'
import { Context } from '../../test/with-context.js'
import type { HostBar } from '../boards/panels/host-bars.js'
import HostBars from '../boards/panels/HostBars.vue'
import MoversMap from '../boards/panels/MoversMap.vue'
import { linkKey } from '../composables/link-context.js'
import { createTexts } from '../i18n/i18n.js'
import SymbolMatch from '../search/SymbolMatch.vue'
import TradesTape from '../views/tape/TradesTape.vue'

const MARKUP = '<img src=x onerror=alert(1)>'
const SCRIPT = '<script>alert(1)</script>'

const mounted: VueWrapper[] = []
afterEach(() => {
  for (const wrapper of mounted.splice(0)) wrapper.unmount()
})

async function shown(panel: Component, props: Record<string, unknown>, states: Record<string, object>) {
  const { link, market } = new Context()
  const global = { plugins: [createTexts('en'), createPinia()], provide: { [linkKey as symbol]: { link, market } } }
  const wrapper = mount(panel, { global, props })
  mounted.push(wrapper)
  link.tells(states as Parameters<typeof link.tells>[0])
  await nextTick()
  return wrapper
}

/** Neither an element nor an attribute that would run came of it. */
function expectText(wrapper: VueWrapper): void {
  expect(wrapper.findAll('script, img, iframe')).toEqual([])
  expect(wrapper.findAll('[onerror], [onclick], [href^="javascript:"]')).toEqual([])
}

describe('text from the market never becomes markup', () => {
  it('the name of a host', async () => {
    const host = encodeURIComponent(SCRIPT)
    const bars: HostBar[] = [{ topic: `metric/${host}/cpu`, host: SCRIPT, kind: 'cpu', threshold: 85 }]
    const wrapper = await shown(
      HostBars,
      { bars },
      { [`metric/${host}/cpu`]: { value: 1, at: 1, unit: MARKUP, items: [] } },
    )
    expectText(wrapper)
    expect(wrapper.text()).toContain(SCRIPT)
  })

  it('the name of an instrument', async () => {
    const name = { symbol: MARKUP, venue: SCRIPT }
    const match = await shown(SymbolMatch, { instrument: `v:${MARKUP}`, name, isActive: false, isListed: null }, {})
    expectText(match)
    expect(match.text()).toContain(MARKUP)
    expect(match.text()).toContain(SCRIPT)
    expectText(await shown(MoversMap, { instruments: [`v:${MARKUP}`] }, {}))
  })

  it('figures that are none', async () => {
    const items = [[1, 1000, MARKUP, SCRIPT, 'buy', MARKUP]]
    expectText(
      await shown(
        TradesTape,
        { instrument: 'v:A' },
        { 'trades/v:A': { items, size: 200 }, 'quote/v:A': { last: MARKUP } },
      ),
    )
  })
})
