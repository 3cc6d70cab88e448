import { effectScope, nextTick, ref } from 'vue'
import { expect, it } from 'vitest'
import { useAwaited } from './useAwaited.js'

it('waits for the first that is shown, and never again', async () => {
  const isEmpty = ref(true)
  const scope = effectScope()
  const isAwaited = scope.run(() => useAwaited(isEmpty))
  expect(isAwaited?.value).toBe(true)
  isEmpty.value = false
  await nextTick()
  expect(isAwaited?.value).toBe(false)
  isEmpty.value = true
  await nextTick()
  expect(isAwaited?.value).toBe(false)
  scope.stop()
})
