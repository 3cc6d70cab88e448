import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createTexts } from '../i18n/i18n.js'
import ToastStack from './ToastStack.vue'
import { useToasts } from './toasts.js'

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
})
afterEach(() => vi.useRealTimers())

const stack = () => mount(ToastStack, { global: { plugins: [createTexts('en')] } })
const texts = (shown: ReturnType<typeof stack>) => shown.findAll('.text').map((text) => text.text())

it('shows the newest three in one polite region, each for its time', async () => {
  const shown = stack()
  const toasts = useToasts()
  expect(shown.findAll('[aria-live]').map((region) => region.attributes('aria-live'))).toEqual(['polite'])
  for (const text of ['a', 'b', 'c', 'd']) toasts.show({ text, forMs: text === 'd' ? 9000 : 2000 })
  await nextTick()
  expect(texts(shown)).toEqual(['b', 'c', 'd'])
  await vi.advanceTimersByTimeAsync(2000)
  expect(texts(shown)).toEqual(['d'])
  shown.unmount()
})

it('waits while the pointer is on it', async () => {
  const shown = stack()
  useToasts().show({ text: 'a', forMs: 2000 })
  await nextTick()
  await shown.get('.toast').trigger('pointerenter')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(texts(shown)).toEqual(['a'])
  await shown.get('.toast').trigger('pointerleave')
  await vi.advanceTimersByTimeAsync(2000)
  expect(texts(shown)).toEqual([])
  shown.unmount()
})

it('undoes once, and is gone', async () => {
  const shown = stack()
  const undo = vi.fn()
  useToasts().show({ text: 'Removed', action: { label: 'Undo', run: undo } })
  await nextTick()
  await shown.get('.button').trigger('click')
  expect(undo).toHaveBeenCalledTimes(1)
  expect(texts(shown)).toEqual([])
  shown.unmount()
})
