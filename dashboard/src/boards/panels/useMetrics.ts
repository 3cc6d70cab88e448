import { computed, ref, watch, type ComputedRef } from 'vue'
import { useLinkContext } from '../../composables/link-context.js'
import type { TopicView } from '../../market/topic-view.js'

/** A metric point comes once a second. */
const METRIC_HZ = 1

/** Several metrics as one reactive list, in the order of the topics; null where a topic is not known yet. */
export function useMetrics(topics: () => readonly string[]): ComputedRef<readonly (TopicView<'metric'> | null)[]> {
  const { market } = useLinkContext()
  const version = ref(0)
  watch(
    topics,
    (names, _before, onCleanup) => {
      const watches = names.map((name) => market.watch(name, METRIC_HZ, () => version.value++))
      version.value++
      onCleanup(() => {
        for (const held of watches) held.close()
      })
    },
    { immediate: true },
  )
  return computed(() => {
    void version.value
    return topics().map((topic) => {
      const view = market.view(topic)
      return view !== null && isMetric(view) ? view : null
    })
  })
}

const isMetric = (view: TopicView): view is TopicView<'metric'> => view.kind === 'metric'
