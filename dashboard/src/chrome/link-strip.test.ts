import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { defineComponent, h, nextTick } from 'vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Context } from '../../test/with-context.js'
import { linkKey } from '../composables/link-context.js'
import { createRoutes } from '../router.js'
import { createTexts } from '../i18n/i18n.js'
import FreshnessMark from '../panels/FreshnessMark.vue'
import PanelFrame from '../panels/PanelFrame.vue'
import ConnectionChip from './ConnectionChip.vue'
import LinkStrip from './LinkStrip.vue'

function setting() {
  const context = new Context()
  const { link, market } = context
  const global = {
    plugins: [createTexts('en'), createPinia(), createRoutes()],
    provide: { [linkKey as symbol]: { link, market } },
  }
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
  it.each([
    [{ state: 'connecting', attempt: 1, retryAtMs: 1_002_400 }, 'Attempt 2, next in 3 s'],
    [{ state: 'connecting', attempt: 2, retryAtMs: null }, 'Attempt 2 under way'],
    [{ state: 'offline', sinceMs: 910_000 }, 'for 1m'],
  ] as const)('speaks of no loss and no values where there never was a connection: %j', async (change, words) => {
    const { link, global } = setting()
    const strip = mount(LinkStrip, { global })
    link.becomes({ server: null, ...change })
    await nextTick()
    expect(strip.text()).toContain(words)
    expect(strip.text()).not.toMatch(/lost|values/)
    expect(strip.find('button').exists()).toBe(true)
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

it.each([
  ['webSocket', 'WebSocket'],
  ['sse', 'SSE'],
  ['poll', 'Long-poll'],
] as const)('the chip names what carries the link: %s', async (transport, name) => {
  const { link, global } = setting()
  const chip = mount(ConnectionChip, { global })
  link.stats = { ...link.stats, transport }
  link.becomes({ state: 'live', server: null, rttMs: null })
  await nextTick()
  expect(chip.text()).toBe(`Live${name}`)
  link.becomes({ state: 'reconnecting' })
  await nextTick()
  expect(chip.text()).toBe('Reconnecting')
  chip.unmount()
})

it('the chip follows the link', async () => {
  const { link, global } = setting()
  const chip = mount(ConnectionChip, { global })
  const seen = () => [chip.get('.word').text(), chip.get('button').classes().at(-1)]
  expect(seen()).toEqual(['Live', 'good'])
  link.becomes({ delayMs: 900_000 })
  await nextTick()
  expect(seen()).toEqual(['Delayed 15 min', 'good'])
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

function breakable() {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const state = { isBroken: true }
  const Body = defineComponent({
    setup() {
      if (state.isBroken) throw new Error('broken')
      return () => h('p', 'whole')
    },
  })
  const { link, global } = setting()
  const frame = mount(PanelFrame, { global, props: { label: 'x' }, slots: { default: () => h(Body) } })
  return { state, frame, link }
}

it('a broken panel is tried again when the link is back', async () => {
  const { state, frame, link } = breakable()
  await nextTick()
  expect(frame.text()).toContain('This panel failed.')
  link.becomes({ state: 'reconnecting' })
  await nextTick()
  state.isBroken = false
  expect(frame.text()).toContain('This panel failed.')
  link.becomes({ state: 'live' })
  await nextTick()
  expect(frame.text()).toBe('whole')
  frame.unmount()
})

it('a broken panel says so and can be tried again', async () => {
  const { state, frame } = breakable()
  await nextTick()
  expect(frame.text()).toContain('This panel failed.')
  state.isBroken = false
  await frame.get('button').trigger('click')
  expect(frame.text()).toBe('whole')
})
