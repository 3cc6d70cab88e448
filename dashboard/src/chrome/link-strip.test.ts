import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { defineComponent, h, nextTick } from 'vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Context } from '../../test/with-context.js'
import { linkKey } from '../composables/link-context.js'
import { createTexts } from '../i18n/i18n.js'
import FreshnessMark from '../panels/FreshnessMark.vue'
import PanelFrame from '../panels/PanelFrame.vue'
import ConnectionChip from './ConnectionChip.vue'
import LinkStrip from './LinkStrip.vue'

function setting() {
  const context = new Context()
  const { link, market } = context
  const global = { plugins: [createTexts('en'), createPinia()], provide: { [linkKey as symbol]: { link, market } } }
  return { link, global }
}
afterEach(() => vi.restoreAllMocks())

describe('LinkStrip', () => {
  it('says attempt and countdown, and tries now when asked', async () => {
    const { link, global } = setting()
    const strip = mount(LinkStrip, { global })
    expect(strip.text()).toBe('')
    link.becomes({ state: 'reconnecting', attempt: 1, retryAtMs: link.nowMs + 2400 })
    await nextTick()
    expect(strip.text()).toContain('Attempt 2, next in 3 s')
    await strip.get('button').trigger('click')
    expect(link.calls).toEqual(['retryNow'])
    link.becomes({ state: 'offline', sinceMs: link.nowMs - 90_000 })
    await nextTick()
    expect(strip.text()).toContain('Offline for 1m')
    expect(strip.get('[data-test=link-strip]').classes()).toContain('bad')
    strip.unmount()
  })
  it.each([{ state: 'catchingUp' as const }, { source: 'lost' as const }])(
    'offers no retry while connected: %j',
    async (change) => {
      const { link, global } = setting()
      const strip = mount(LinkStrip, { global })
      link.becomes(change)
      await nextTick()
      expect(strip.text()).not.toBe('')
      expect(strip.find('button').exists()).toBe(false)
      strip.unmount()
    },
  )
})

it('the chip follows the link', async () => {
  const { link, global } = setting()
  const chip = mount(ConnectionChip, { global })
  const seen = () => [chip.get('.word').text(), chip.get('button').classes().at(-1)]
  expect(seen()).toEqual(['Live', 'good'])
  link.becomes({ suspect: true })
  await nextTick()
  expect(seen()).toEqual(['No answer', 'warn'])
  link.becomes({ state: 'stopped' })
  await nextTick()
  expect(seen()).toEqual(['Stopped', 'bad'])
  chip.unmount()
})

it('a mark shows clock, lock or lateness', () => {
  const { global } = setting()
  const mark = (state: 'stale' | 'denied' | 'lagging' | 'live', isDim: boolean, lateMs: number | null) =>
    mount(FreshnessMark, { global, props: { freshness: { state, isDim, lateMs, ageMs: 7000 } } })
  expect(mark('stale', true, null).find('svg').exists()).toBe(true)
  expect(mark('denied', false, null).find('svg').exists()).toBe(true)
  const late = mark('lagging', false, 1400)
  expect([late.text(), late.find('.dot').exists()]).toEqual(['1.4s late', true])
  expect(mark('lagging', false, 0).text()).toBe('7.0s')
})

it('a broken panel says so and can be tried again', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  let isBroken = true
  const Body = defineComponent({
    setup() {
      if (isBroken) throw new Error('broken')
      return () => h('p', 'whole')
    },
  })
  const frame = mount(PanelFrame, {
    global: setting().global,
    props: { label: 'x' },
    slots: { default: () => h(Body) },
  })
  await nextTick()
  expect(frame.text()).toContain('This panel failed.')
  isBroken = false
  await frame.get('button').trigger('click')
  expect(frame.text()).toBe('whole')
})
