import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { nextTick, type Component } from 'vue'
import { afterEach, describe, expect, it } from 'vitest'
import { Context } from '../../test/with-context.js'
import { linkKey } from '../composables/link-context.js'
import { createTexts } from '../i18n/i18n.js'
import TradesTape from '../views/tape/TradesTape.vue'
import BreadthFooter from '../views/watchlist/BreadthFooter.vue'
import type { HostBar } from '../boards/panels/host-bars.js'
import HostBars from '../boards/panels/HostBars.vue'
import MoversMap from '../boards/panels/MoversMap.vue'

const mounted: VueWrapper[] = []
afterEach(() => {
  for (const wrapper of mounted.splice(0)) wrapper.unmount()
})

/** A panel on a link of the test's own. */
function setting(panel: Component, props: Record<string, unknown>) {
  const { link, market } = new Context()
  const global = { plugins: [createTexts('en'), createPinia()], provide: { [linkKey as symbol]: { link, market } } }
  const wrapper = mount(panel, { global, props })
  mounted.push(wrapper)
  const mark = () => {
    const shown = wrapper.get('[data-test=freshness]')
    return { state: shown.attributes('data-state'), age: shown.text() }
  }
  return { link, wrapper, mark }
}

describe('freshness of panels', () => {
  it('the hosts are as fresh as the one that reports newest, not as the first', async () => {
    const bar = (host: string): HostBar => ({ topic: `metric/${host}/cpu`, host, kind: 'cpu', threshold: 85 })
    const { link, mark } = setting(HostBars, { bars: [bar('gone'), bar('here')] })
    link.tells({
      'metric/gone/cpu': { value: 1, at: link.nowMs - 600_000, items: [] },
      'metric/here/cpu': { value: 2, at: link.nowMs - 2000, items: [] },
    })
    await nextTick()
    expect(mark()).toEqual({ state: 'live', age: '2.0s' })
  })

  it('the movers are as fresh as the one that moved last, not as the first', async () => {
    const { link, mark, wrapper } = setting(MoversMap, { instruments: ['v:OLD'] })
    const quote = { last: '2', open: '1' }
    link.tells({ 'quote/v:OLD': { ...quote, trades: 900, tickAt: link.nowMs - 600_000 } })
    await wrapper.setProps({ instruments: ['v:OLD', 'v:NEW'] })
    link.tells({ 'quote/v:NEW': { ...quote, trades: 1, tickAt: link.nowMs - 3000 } })
    // Another list is laid out anew.
    await wrapper.setProps({ instruments: ['v:OLD', 'v:NEW', 'v:NONE'] })
    expect(mark()).toEqual({ state: 'live', age: '3.0s' })
  })

  it('the tape tells its own age, not that of the quote', async () => {
    const { link, mark } = setting(TradesTape, { instrument: 'v:A' })
    expect(mark().state).toBe('connecting')
    link.tells({
      'quote/v:A': { last: '1', tickAt: link.nowMs },
      'trades/v:A': { items: [[1, link.nowMs - 4000, '1', '2', 'buy', null]], size: 200 },
    })
    await nextTick()
    expect(mark()).toEqual({ state: 'live', age: '4.0s' })
    link.becomes({ state: 'offline' })
    await nextTick()
    expect(mark().state).toBe('offline')
  })

  it('the counts dim with the list', async () => {
    const { wrapper } = setting(BreadthFooter, { breadth: { total: 3, up: 2, down: 1, flat: 0 }, isDim: false })
    expect(wrapper.text().replace(/\s+/g, ' ')).toMatch(/^3 instruments.*▲ 2.*▼ 1.*＝ 0/)
    expect(wrapper.get('.breadth').classes()).not.toContain('is-dim')
    await wrapper.setProps({ isDim: true })
    expect(wrapper.get('.breadth').classes()).toContain('is-dim')
  })
})
