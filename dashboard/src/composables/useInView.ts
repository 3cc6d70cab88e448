import { onScopeDispose, readonly, ref, toValue, watch, type MaybeRefOrGetter, type Ref } from 'vue'

/** So far beyond the screen counts as seen: what is scrolled to next is current when it appears. */
const MARGIN = '200px'

/** Whether the element is on the screen or nearly; true while there is none, and where the browser cannot tell. */
export function useInView(element: MaybeRefOrGetter<Element | null | undefined>): Readonly<Ref<boolean>> {
  const isInView = ref(true)
  if (typeof IntersectionObserver === 'undefined') return readonly(isInView)
  const observer = new IntersectionObserver(
    (entries) => {
      isInView.value = entries.at(-1)?.isIntersecting ?? true
    },
    { rootMargin: MARGIN },
  )
  watch(
    () => toValue(element),
    (next) => {
      observer.disconnect()
      isInView.value = true
      if (next !== null && next !== undefined) observer.observe(next)
    },
    { immediate: true, flush: 'post' },
  )
  onScopeDispose(() => {
    observer.disconnect()
  })
  return readonly(isInView)
}
