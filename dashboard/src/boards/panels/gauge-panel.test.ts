import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { defineComponent, h, nextTick } from 'vue'
import { afterEach, expect, it, vi } from 'vitest'
import { Context } from '../../../test/with-context.js'
import { linkKey } from '../../composables/link-context.js'
import { createTexts } from '../../i18n/i18n.js'
import { provideInstrumentList } from '../../instruments/instrument-list.js'
import GaugePanel from './GaugePanel.vue'

const CPU = 'metric/a/cpu.utilization'

afterEach(() => {
  vi.unstubAllGlobals()
})

it('waits for its first value with a placeholder, and for one of a gateway that begins anew with a dash', async () => {
  const topics = { topics: [{ topic: CPU, kind: 'metric', unit: 'percent' }] }
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json(topics)))
  const { link, market } = new Context()
  const page = defineComponent(() => {
    provideInstrumentList()
    const config = { metric: 'cpu', host: '', warn: 70, crit: 85, side: 'above', full: null }
    return () => h(GaugePanel, { config: config as never })
  })
  const global = { plugins: [createTexts('en'), createPinia()], provide: { [linkKey as symbol]: { link, market } } }
  const wrapper = mount(page, { global })
  await flushPromises()
  const meter = () => wrapper.find('[role=meter]')
  expect(meter().exists()).toBe(false)
  link.tells({ [CPU]: { value: 61, at: link.nowMs, unit: 'percent', items: [] } })
  await nextTick()
  expect(meter().attributes('aria-valuetext')).toBe('61%')
  link.tells({ [CPU]: {} })
  await nextTick()
  expect(meter().attributes('aria-valuetext')).toBe('—')
  wrapper.unmount()
})
