import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'

/**
 * Whether a panel still waits for the first it can show. What was shown once is not replaced by a placeholder when it becomes empty,
 * as after a gateway that begins anew: a wall would flicker from one look to another.
 */
export function useAwaited(isEmpty: Ref<boolean>): ComputedRef<boolean> {
  const wasShown = ref(false)
  watch(
    isEmpty,
    (is) => {
      if (!is) wasShown.value = true
    },
    { immediate: true },
  )
  return computed(() => isEmpty.value && !wasShown.value)
}
