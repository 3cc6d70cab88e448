import { useResizeObserver } from '@vueuse/core'
import { ref, type Ref } from 'vue'

/** Height of the smallest text on a desk, px. */
const DESK_PX = 11

/**
 * How much larger the smallest text around `host`, which must be written in it, is than on a desk: on a wall everything grows with the
 * screen's height, and what is drawn in pixels has to grow with it. Never below 1; null until it is known.
 */
export function useReadingScale(host: Readonly<Ref<HTMLElement | null>>): Readonly<Ref<number | null>> {
  const scale = ref<number | null>(null)
  useResizeObserver(host, () => {
    if (host.value !== null) scale.value = Math.max(1, parseFloat(getComputedStyle(host.value).fontSize) / DESK_PX)
  })
  return scale
}
